package dev.rehome.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.purge.Purged.Ending;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant comes back from a database of its own into tables that others share. */
final class ReturnCaseTest {
  /** Everything of a tenant at a cell, and the transactions that wrote it for its neighbour. */
  private static final String OF =
      """
      SELECT 'user', u.* FROM users u WHERE tenant_id = '%1$s'
      UNION ALL SELECT 'order', o.id, o.tenant_id, o.state FROM orders o WHERE tenant_id = '%1$s'
      UNION ALL SELECT 'line', l.id, l.order_id::text, l.note FROM lines l
        WHERE order_id IN (SELECT id FROM orders WHERE tenant_id = '%1$s')
      ORDER BY 1, 2
      """;

  private static final String NEIGHBOUR =
      """
      SELECT u.xmin, u.* FROM users u WHERE tenant_id = 'globex'
      UNION ALL SELECT o.xmin, o.id, o.tenant_id, o.state FROM orders o WHERE tenant_id = 'globex'
      UNION ALL SELECT l.xmin, l.id, l.order_id::text, l.note FROM lines l WHERE order_id = 4
      ORDER BY 2, 3, 4
      """;

  /** At the dedicated cell: inserted, updated, deleted, also a whole order with its lines. */
  private static final String LIFE =
      """
      INSERT INTO orders (tenant_id, user_id, state) VALUES ('acme', 1, 'new'), ('acme', 2, 'paid');
      INSERT INTO lines (order_id, note) SELECT max(id), 'fresh' FROM orders;
      UPDATE users SET email = 'ann@acme.example' WHERE id = 1;
      UPDATE lines SET note = note || '!' WHERE id = 1;
      DELETE FROM lines WHERE order_id = 2; DELETE FROM orders WHERE id = 2
      """;

  private static SchemaCase acme(String isolation) throws Exception {
    SchemaCase one =
        SchemaCase.of(
            "returning",
            Map.of(
                "rehome.cell.us_east.postgres.reference-tables", "currencies",
                "rehome.cell.us_west.postgres.isolation", isolation,
                "rehome.cell.us_west.postgres.schemas", "home_{tenant}"));
    one.run(
        SchemaCase.WEST,
        """
        DO $$
        BEGIN
          EXECUTE format('ALTER DATABASE %I SET search_path = home_acme, public', current_database());
        END
        $$
        """);
    return one;
  }

  private static List<String> of(SchemaCase one, String cell, String tenant) throws Exception {
    return one.ask(cell, OF.formatted(tenant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"database", "schema"})
  void fromTablesOfItsOwnItsRowsJoinTheNeighboursAgain(String isolation) throws Exception {
    try (SchemaCase one = acme(isolation)) {
      one.moved();
      assertThat(one.purge().ending()).isEqualTo(Ending.PURGED);
      List<String> neighbour = one.ask(SchemaCase.EAST, NEIGHBOUR);
      assertThat(one.write(SchemaCase.WEST, LIFE)).isEmpty();
      List<String> acme = of(one, SchemaCase.WEST, "acme");
      one.movedBack();
      assertThat(of(one, SchemaCase.EAST, "acme")).isEqualTo(acme);
      assertThat(one.ask(SchemaCase.EAST, NEIGHBOUR)).isEqualTo(neighbour);
      assertThat(
              one.write(
                  SchemaCase.EAST, "INSERT INTO orders (tenant_id, user_id) VALUES ('acme', 1)"))
          .isEmpty();
      assertThat(one.write(SchemaCase.WEST, "UPDATE currencies SET name = name"))
          .isEqualTo("RH001");
      assertThat(one.purge().ending()).isEqualTo(Ending.PURGED);
      assertThat(of(one, SchemaCase.WEST, "acme")).isEmpty();
      assertThat(of(one, SchemaCase.EAST, "acme")).hasSize(acme.size() + 1);
    }
  }

  @Test
  void rowsOfOthersInItsDatabaseAreNamed() throws Exception {
    try (SchemaCase one = acme("database")) {
      one.moved();
      one.purge();
      one.run(
          SchemaCase.WEST,
          "ALTER TABLE orders ALTER tenant_id DROP NOT NULL; SET session_replication_role ="
              + " replica; INSERT INTO orders (id, tenant_id, user_id) VALUES (71, NULL, 1), (72,"
              + " 'initech', 1); INSERT INTO lines (id, order_id, note) VALUES (81, 72, 'x')");
      one.grant(SchemaCase.WEST, SchemaCase.EAST);
      assertThat(
              one.plan(one.job(SchemaCase.WEST, SchemaCase.EAST)).stream()
                  .filter(Finding::blocks)
                  .map(Finding::line))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "us_west home_acme.orders.tenant_id",
                          "2 rows, e.g. (71), (72)",
                          "set it to acme"))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "us_west home_acme.lines", "1 row, e.g. (81)", "predicate of us_east"));
    }
  }
}
