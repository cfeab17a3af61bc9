package dev.rehome.postgres;

import dev.rehome.model.Move;
import java.time.Duration;

/** How many bytes the tenant's rows have, as the planner sees it: in no time, and about. */
final class RowBytes {
  private RowBytes() {}

  static long of(PostgresSide source, Move move, Scope scope) {
    return source.with(
        connection -> {
          connection.setReadOnly(true);
          connection.setAutoCommit(false);
          try {
            SearchPath.set(connection, SearchPath.source(scope));
            long bytes = 0;
            for (ScopedTable table : scope.tables()) {
              bytes += TableSize.of(connection, move, table, Duration.ZERO).bytes();
            }
            return bytes;
          } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
          }
        });
  }
}
