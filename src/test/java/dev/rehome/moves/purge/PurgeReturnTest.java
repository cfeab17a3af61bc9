package dev.rehome.moves.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.moves.TenantRows;
import dev.rehome.purge.Purged;
import dev.rehome.purge.Purged.Ending;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cells with a schema for each tenant: stark leaves us_south, is purged there, and returns. */
final class PurgeReturnTest {
  private static final Map<String, String> SCHEMAS =
      Map.of(
          "rehome.cell.us_west.postgres.isolation", "schema",
          "rehome.cell.us_west.postgres.schemas", "tenant_{tenant}");

  private static final String SECOND =
      """
      CREATE SCHEMA tenant_stark2 AUTHORIZATION app_owner;
      CREATE TABLE tenant_stark2.settings AS SELECT * FROM tenant_stark.settings;
      CREATE TABLE tenant_stark2.orders AS SELECT * FROM tenant_stark.orders;
      ALTER TABLE tenant_stark2.orders OWNER TO app_owner
      """;

  @Test
  void thePurgedCellTakesTheTenantBackAndAStalePurgeDeletesNothing() throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), SCHEMAS);
        Connection south = scene.sandbox().connect("us_south")) {
      try (Statement statement = south.createStatement()) {
        statement.execute(SECOND);
      }
      Map<String, String> second = TenantRows.all(south, "tenant_stark2");
      Map<String, String> stark = TenantRows.all(south, "tenant_stark");
      move(scene, "j1", "us_south", "us_west");

      MoverProcess sleeper = scene.purger("stark", "purge-batch-committed#3", "STOP");
      sleeper.asleep();
      Purged purged = Purging.purge(scene.settings(), "stark");
      assertThat(purged.ending()).as(purged.toString()).isEqualTo(Ending.PURGED);
      assertThat(TenantRows.all(south, "tenant_stark"))
          .hasSameSizeAs(stark)
          .allSatisfy((table, rows) -> assertThat(rows).isEqualTo("0 "));
      assertThat(TenantRows.all(south, "tenant_stark2")).isEqualTo(second);
      assertThat(scene.write("us_south", "stark")).isNotEqualTo("passes");

      move(scene, "j2", "us_west", "us_south");
      assertThat(TenantRows.all(south, "tenant_stark")).isEqualTo(stark);
      assertThat(scene.write("us_south", "stark")).isEqualTo("passes");

      sleeper.signal("CONT");
      assertThat(sleeper.ended()).as(sleeper.log()).isEqualTo(3);
      assertThat(TenantRows.all(south, "tenant_stark")).isEqualTo(stark);
      assertThat(Purging.purge(scene.settings(), "stark").rows())
          .as("now the other cell is the one that was left")
          .singleElement()
          .satisfies(row -> assertThat(row.cell()).isEqualTo("us_west"));
      try (Connection west = scene.sandbox().connect("us_west")) {
        assertThat(TenantRows.all(west, "tenant_stark").values()).containsOnly("0 ");
      }
      assertThat(TenantRows.all(south, "tenant_stark")).isEqualTo(stark);
    }
  }

  private static void move(Scene scene, String job, String from, String to) throws SQLException {
    String move = scene.submit(job, "stark", from, to).move().orElseThrow();
    assertThat(scene.startAgain(move))
        .satisfies(end -> assertThat(end.status()).as(end.message()).isEqualTo("done"));
  }
}
