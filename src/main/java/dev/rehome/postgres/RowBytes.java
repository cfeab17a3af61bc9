package dev.rehome.postgres;

import dev.rehome.model.Move;
import java.time.Duration;

/** How many bytes the tenant's rows have, as the planner sees it: in no time, and about. */
final class RowBytes {
  private RowBytes() {}

  static long of(PostgresSide source, Move move, Scope scope) {
    return source.with(
        connection ->
            PostgresEstimate.undone(
                connection,
                scope,
                open -> {
                  long bytes = 0;
                  for (ScopedTable table : scope.tables()) {
                    bytes += TableSize.of(open, move, table, Duration.ZERO).bytes();
                  }
                  return bytes;
                }));
  }
}
