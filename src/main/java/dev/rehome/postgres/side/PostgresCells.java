package dev.rehome.postgres.side;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.pooler.TimeLimits;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import dev.rehome.store.objects.ObjectHome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The sessions of the moves of this process: one bounded pool for each move, epoch and cell. Thread
 * safe.
 */
public final class PostgresCells implements AutoCloseable {
  /** What every session of ours pins, so that both sides print and order values alike. */
  private static final String PINNED =
      """
      SET search_path = pg_catalog;
      SET standard_conforming_strings = on;
      SET client_encoding = 'UTF8';
      SET DateStyle = 'ISO, YMD';
      SET IntervalStyle = 'postgres';
      SET TimeZone = 'UTC';
      SET bytea_output = 'hex';
      SET extra_float_digits = 3;
      SET lc_monetary = 'C';
      SET xmloption = 'content';
      SET row_security = off;
      SET synchronous_commit = on;
      SET default_transaction_isolation = 'read committed';
      SET default_transaction_read_only = off;
      SET client_min_messages = warning;
      """
          + TimeLimits.OFF;

  private static final String WATCH = "rehome/watch";

  private final Function<String, java.util.Optional<Cell>> settings;
  private final Map<String, PostgresSide> open = new ConcurrentHashMap<>();

  public PostgresCells(Settings settings) {
    this.settings = settings::cell;
  }

  public PostgresSide source(Move move) {
    return side(move, move.source());
  }

  public PostgresSide target(Move move) {
    return side(move, move.target());
  }

  /** A cell as nobody's move sees it, to look at its sessions; one connection. */
  public PostgresSide watched(String cell) {
    return side(WATCH, cell);
  }

  private PostgresSide side(Move move, String cell) {
    return side(move.applicationName(), cell);
  }

  private PostgresSide side(String application, String cell) {
    return open.computeIfAbsent(
        application + "@" + cell,
        key ->
            new PostgresSide(
                cell,
                postgres(cell),
                settings.apply(cell).flatMap(found -> found.part(ObjectHome.class)),
                pool(application, cell)));
  }

  /** Whether a cell is configured, and has a PostgreSQL. */
  public boolean knows(String cell) {
    return settings.apply(cell).flatMap(found -> found.part(PostgresCell.class)).isPresent();
  }

  /** The cell's PostgreSQL settings; {@code MoveFailed} names a cell that has none. */
  public PostgresCell postgres(String cell) {
    return settings
        .apply(cell)
        .flatMap(found -> found.part(PostgresCell.class))
        .orElseThrow(
            () ->
                new MoveFailed(
                    "cell "
                        + cell
                        + " has no postgres; set rehome.cell."
                        + cell
                        + ".postgres.url"));
  }

  private HikariDataSource pool(String applicationName, String cell) {
    PostgresCell postgres = postgres(cell);
    HikariConfig config = new HikariConfig();
    config.setPoolName(applicationName + "@" + cell);
    config.setJdbcUrl(postgres.database().url());
    config.setUsername(postgres.database().user());
    config.setPassword(postgres.database().password());
    config.setMaximumPoolSize(
        applicationName.equals(WATCH) ? 1 : settings.apply(cell).orElseThrow().connectionsMax());
    config.setMinimumIdle(0);
    config.setIdleTimeout(10_000);
    config.setConnectionTimeout(10_000);
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(PINNED);
    config.addDataSourceProperty("ApplicationName", applicationName);
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("preparedStatementCacheQueries", "0");
    return new HikariDataSource(config);
  }

  /** Closes the pools of this move's epoch and of older ones; chunks that are under way fail. */
  public void release(Move move) {
    open.keySet().stream()
        .filter(key -> ours(key, move))
        .toList()
        .forEach(
            key -> {
              PostgresSide side = open.remove(key);
              if (side != null) {
                side.close();
              }
            });
  }

  private static boolean ours(String key, Move move) {
    String prefix = move.applicationPrefix();
    return key.startsWith(prefix)
        && Long.parseLong(key.substring(prefix.length(), key.indexOf('@'))) <= move.epoch();
  }

  @Override
  public void close() {
    open.values().forEach(PostgresSide::close);
    open.clear();
  }
}
