package dev.rehome.postgres.forecast;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.scope.LockNeed;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Vanished;
import dev.rehome.settings.Settings;
import dev.rehome.store.Estimate;
import dev.rehome.store.Estimator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

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
    if (!source.with(LockNeed.Room::of).has(source.with(c -> LockNeed.of(c, scope)).reading())) {
      throw new MoveFailed(source.cell() + ": no room for the locks of so many tables");
    }
    long end = System.nanoTime() + ALL_MAX.toNanos();
    List<Sized> tables = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      try {
        TableSize size =
            source.with(
                connection ->
                    undone(
                        connection,
                        scope,
                        open -> TableSize.of(open, move, table, timeout(end, System.nanoTime()))));
        tables.add(new Sized(table, size));
      } catch (RuntimeException e) {
        if (!Vanished.is(e)) {
          throw e;
        }
        // it was dropped since the catalog was read: nothing of it will be moved
      }
    }
    long chunkBytesMax = settings.limits().chunkBytesMax();
    long chunks = sum(tables, size -> size.chunks(chunkBytesMax));
    Forecast.Pause pause = new Forecast(cells, settings, move, scope).of(tables, chunks);
    long guessed = tables.stream().filter(table -> table.size().guessed()).count();
    List<String> words = new ArrayList<>(List.of(counted(tables.size())));
    if (guessed > 0) {
      words.add("the rows of " + counted(guessed) + " by the planner's guess");
    }
    return new Estimate(
            sum(tables, TableSize::rows),
            /* all= */ true,
            sum(tables, TableSize::bytes),
            chunks,
            pause.time(),
            pause.basis())
        .telling(Map.of("tables", tables.size(), "guessed_tables", guessed), words);
  }

  private static long sum(List<Sized> tables, ToLongFunction<TableSize> what) {
    return tables.stream().map(Sized::size).mapToLong(what).sum();
  }

  private static String counted(long tables) {
    return String.format(Locale.ROOT, "%,d %s", tables, tables == 1 ? "table" : "tables");
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
