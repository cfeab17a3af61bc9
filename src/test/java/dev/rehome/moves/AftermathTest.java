package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a move must not leave is seen when it is there. */
final class AftermathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          us_west | CREATE TABLE public.left_behind (id int)
          us_west | CREATE SCHEMA _rehome
          us_west | CREATE TYPE public.left_behind AS ENUM ('a')
          us_west | COMMENT ON SCHEMA public IS 'changed'
          us_east | CREATE TRIGGER rehome_left BEFORE INSERT ON shared_schema.orders FOR EACH ROW EXECUTE FUNCTION shared_schema.touch()
          us_east | ALTER TABLE shared_schema.orders DISABLE TRIGGER touch
          us_east | REVOKE INSERT ON shared_schema.settings FROM app_rw
          """)
  void whatIsLeftInACatalogIsSeen(String cell, String planted) throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), Map.of());
        Connection east = scene.sandbox().connect(Scene.SOURCE);
        Connection west = scene.sandbox().connect(Scene.TARGET)) {
      Aftermath.undone(scene, east, west);
      run(cell.equals("us_east") ? east : west, planted);
      assertThatThrownBy(() -> Aftermath.undone(scene, east, west))
          .isInstanceOf(AssertionError.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UPDATE shared_schema.measurements SET ratio = 9 WHERE tenant_id = 'acme' AND id = (SELECT min(id) FROM shared_schema.measurements WHERE tenant_id = 'acme')
          DELETE FROM shared_schema.order_lines WHERE order_id = (SELECT min(id) FROM shared_schema.orders WHERE tenant_id = 'acme')
          INSERT INTO shared_schema.login_attempts (tenant_id, email) VALUES ('acme', 'x')
          """)
  void aChangedRowIsSeen(String planted) throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), Map.of());
        Connection east = scene.sandbox().connect(Scene.SOURCE)) {
      assertThat(TenantRows.of(east, Scene.SCHEMA, "acme")).isEqualTo(scene.acme());
      run(east, planted);
      assertThat(TenantRows.of(east, Scene.SCHEMA, "acme")).isNotEqualTo(scene.acme());
      assertThat(TenantRows.of(east, Scene.SCHEMA, "globex")).isEqualTo(scene.globex());
    }
  }

  private static void run(Connection connection, String sql) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
