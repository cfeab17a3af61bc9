package dev.rehome.postgres.forecast;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.side.PostgresSide;
import java.time.Duration;

/** How many bytes the tenant's rows have, as the planner sees it: in no time, and about. */
public final class RowBytes {
  private RowBytes() {}

  public static long of(PostgresSide source, Move move, Scope scope) {
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
