package dev.rehome.postgres.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.sql.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoleTimeLimitsTest {
  private static final List<String> LIMITS =
      List.of(
          "statement_timeout",
          "lock_timeout",
          "idle_in_transaction_session_timeout",
          "idle_session_timeout");

  @Test
  void thoseOfTheMoversRoleHoldForNoSessionOfAMove() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      for (String limit : LIMITS) {
        cells.onSource(
            "ALTER ROLE mover IN DATABASE %s SET %s = '1min'"
                .formatted(cells.sourceDatabase, limit));
      }
      List<String> first =
          cells
              .source()
              .with(
                  connection ->
                      Rows.strings(
                          connection,
                          "SELECT reset_val || ' ' || setting FROM pg_catalog.pg_settings"
                              + " WHERE name = ANY (?)",
                          LIMITS));
      assertThat(first).containsOnly("60000 0").hasSameSizeAs(LIMITS);
    }
  }
}
