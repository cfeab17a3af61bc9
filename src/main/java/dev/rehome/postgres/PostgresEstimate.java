package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.settings.Settings;
import dev.rehome.store.Estimate;
import dev.rehome.store.Estimator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Counts the tenant's rows table by table, for a bounded while; what takes longer is taken from the
 * planner. The pause is foretold from a {@link Forecast} of the link.
 */
public final class PostgresEstimate implements Estimator {
  private static final Duration ALL_MAX = Duration.ofSeconds(30);
  private static final Duration TABLE_MAX = Duration.ofSeconds(5);

  private final PostgresCells cells;
  private final Function<Move, Scope> scopes;
  private final Settings settings;

  public PostgresEstimate(PostgresCells cells, Function<Move, Scope> scopes, Settings settings) {
    this.cells = cells;
    this.scopes = scopes;
    this.settings = settings;
  }

  /** A table with its size. */
  record Sized(ScopedTable table, TableSize size) {}

  @Override
  public Estimate estimate(Move move) {
    Scope scope = scopes.apply(move);
    PostgresSide source = cells.source(move);
    long end = System.nanoTime() + ALL_MAX.toNanos();
    Estimate rows = Estimate.NONE;
    List<Sized> tables = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      TableSize size =
          source.with(
              connection ->
                  undone(
                      connection,
                      scope,
                      open -> TableSize.of(open, move, table, timeout(end, System.nanoTime()))));
      rows = rows.plus(size.estimate(settings.limits().chunkBytesMax()));
      tables.add(new Sized(table, size));
    }
    return rows.plus(new Forecast(cells, settings, move, scope).of(tables, rows.chunks()));
  }

  private static Duration timeout(long end, long now) {
    Duration left = Duration.ofNanos(Math.max(0, end - now));
    return left.compareTo(TABLE_MAX) < 0 ? left : TABLE_MAX;
  }

  /** In a transaction that only reads and is always rolled back. */
  static <T> T undone(Connection connection, Scope scope, PostgresSide.Work<T> work)
      throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try {
      SearchPath.set(connection, SearchPath.source(scope));
      return work.run(connection);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
      connection.setReadOnly(false);
    }
  }
}
