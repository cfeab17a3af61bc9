package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.store.Estimate;
import dev.rehome.store.Estimator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;

/**
 * Counts the tenant's rows table by table, for a bounded while; what takes longer is taken from the
 * planner. The pause is foretold from how fast the rows can be read.
 */
public final class PostgresEstimate implements Estimator {
  private static final Duration ALL_MAX = Duration.ofSeconds(30);
  private static final Duration TABLE_MAX = Duration.ofSeconds(5);

  /** Copying, both proofs and the indexes together against reading alone; MEASURED. */
  private static final double WORK_PER_READ = 2.5;

  /** What a move takes without any rows: fence, schema, cutover; and the same for each table. */
  private static final double SECONDS_AT_LEAST = 2;

  private static final double SECONDS_A_TABLE = 0.1;

  /** Nobody could be asked: what a slow disk gives. */
  private static final double BYTES_A_SECOND = 20e6;

  private final PostgresCells cells;
  private final Function<Move, Scope> scopes;
  private final long chunkBytesMax;

  public PostgresEstimate(PostgresCells cells, Function<Move, Scope> scopes, long chunkBytesMax) {
    this.cells = cells;
    this.scopes = scopes;
    this.chunkBytesMax = chunkBytesMax;
  }

  @Override
  public Estimate estimate(Move move) {
    Scope scope = scopes.apply(move);
    PostgresSide source = cells.source(move);
    long end = System.nanoTime() + ALL_MAX.toNanos();
    Estimate rows = Estimate.NONE;
    double seconds = 0;
    ScopedTable largest = null;
    long most = 0;
    for (ScopedTable table : scope.tables()) {
      TableSize size =
          source.with(
              connection ->
                  undone(
                      connection,
                      scope,
                      open -> TableSize.of(open, move, table, timeout(end, System.nanoTime()))));
      rows = rows.plus(size.estimate(chunkBytesMax));
      seconds += size.seconds();
      if (size.bytes() > most) {
        most = size.bytes();
        largest = table;
      }
    }
    double rate = largest == null ? BYTES_A_SECOND : rate(source, scope, move, largest);
    double reading = Math.max(seconds, rows.bytes() / rate);
    double pause =
        WORK_PER_READ * reading + SECONDS_AT_LEAST + SECONDS_A_TABLE * (double) rows.tables();
    return rows.plus(new Estimate(0, 0, 0, 0, Duration.ofMillis((long) (pause * 1000)), 0));
  }

  private static double rate(PostgresSide source, Scope scope, Move move, ScopedTable table) {
    return source.with(
        connection ->
            undone(
                connection,
                scope,
                open -> Sample.bytesASecond(open, move, table).orElse(BYTES_A_SECOND)));
  }

  private static Duration timeout(long end, long now) {
    Duration left = Duration.ofNanos(Math.max(0, end - now));
    return left.compareTo(TABLE_MAX) < 0 ? left : TABLE_MAX;
  }

  /** In a transaction that only reads and is always rolled back. */
  private static <T> T undone(Connection connection, Scope scope, PostgresSide.Work<T> work)
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
