package dev.rehome.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Schemas and values that a move rarely meets, all in one move, which has nothing to ask first. */
final class OddCaseTest {
  private static final List<String> ROWS =
      List.of(
          "SELECT id, tenant_id, n, pub FROM docs WHERE tenant_id = 'acme' ORDER BY id",
          "SELECT id, name, lat FROM places WHERE tenant_id = 'acme' ORDER BY id",
          "SELECT tenant_id, at, created FROM tick WHERE tenant_id = 'acme' ORDER BY at",
          "SELECT k::text FROM kd AS k WHERE tenant_id = 'acme' ORDER BY k::text COLLATE \"C\"",
          "SELECT k::text FROM ki AS k WHERE tenant_id = 'acme' ORDER BY k::text COLLATE \"C\"",
          "SELECT k::text FROM kf AS k WHERE tenant_id = 'acme' ORDER BY k::text COLLATE \"C\"",
          "SELECT id, at, note, total, amount FROM ev WHERE tenant_id = 'acme' ORDER BY id",
          "SELECT * FROM two WHERE org_id = 'acme' OR project_id = 'acme' ORDER BY id");

  @Test
  void everythingArrivesAndNothingOfOthers() throws Exception {
    try (SchemaCase odd = SchemaCase.of("odd", Map.of("rehome.chunk-bytes-max", "65536"))) {
      assertThat(odd.blocking()).isEmpty();
      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> handOver(odd));
      odd.moved();
      writer.join();
      for (String rows : ROWS) {
        assertThat(odd.ask(SchemaCase.WEST, rows))
            .as(rows)
            .isNotEmpty()
            .isEqualTo(odd.ask(SchemaCase.EAST, rows));
      }
      assertThat(
              odd.ask(
                  SchemaCase.WEST,
                  "SELECT id FROM two WHERE org_id IS DISTINCT FROM 'acme'"
                      + " AND project_id IS DISTINCT FROM 'acme'"))
          .isEmpty();
      assertThat(odd.ask(SchemaCase.WEST, "SELECT unaccent('José'), crypt('x', 'ab')"))
          .containsExactly(
              odd.ask(SchemaCase.EAST, "SELECT unaccent('José'), crypt('x', 'ab')").get(0));
      assertThat(odd.write(SchemaCase.EAST, "INSERT INTO two VALUES (42, 'globex', 'acme')"))
          .isEqualTo("RH001");
      assertThat(odd.write(SchemaCase.WEST, "INSERT INTO docs (tenant_id) VALUES ('acme')"))
          .isEmpty();
    }
  }

  /** Rows go from one tenant to the other, by one column or the other, until that is refused. */
  private static void handOver(SchemaCase odd) {
    try {
      boolean refused = false;
      while (!refused) {
        int id = ThreadLocalRandom.current().nextInt(1, 41);
        String to = ThreadLocalRandom.current().nextBoolean() ? "acme" : "globex";
        String columns = ThreadLocalRandom.current().nextBoolean() ? "'%s', NULL" : "NULL, '%s'";
        String sql =
            "UPDATE two SET (org_id, project_id, n) = (%s, n + 1) WHERE id = %d"
                .formatted(columns.formatted(to), id);
        refused = odd.write(SchemaCase.EAST, sql).equals("RH001");
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
