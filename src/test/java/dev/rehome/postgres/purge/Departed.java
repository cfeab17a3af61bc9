package dev.rehome.postgres.purge;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.PlannedCheck;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.store.HandedOver;
import dev.rehome.store.Leftover;
import dev.rehome.store.Plan;
import dev.rehome.store.Purge;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two databases between which acme has moved, from schema shop of us_east to us_west. */
final class Departed implements AutoCloseable {
  final TwoDatabases cells;
  final Leftover left;
  final Purge purge;

  /**
   * Moves it.
   *
   * @param tables what is in both
   * @param rows what is in us_east before the move
   */
  Departed(TwoDatabases.Setting setting, String tables, String rows) throws SQLException {
    cells = new TwoDatabases(setting);
    cells.onSource(tables);
    cells.onTarget("SET search_path = public; " + tables);
    cells.onSource(rows);
    Move move = cells.move;
    PostgresFence fence = new PostgresFence(cells.cells(), cells::scope, Duration.ofSeconds(60));
    fence.close(move, Duration.ofSeconds(10));
    Plan plan = cells.copyAll();
    Map<String, Long> copied = new HashMap<>();
    for (PlannedCheck check : plan.checks()) {
      if (check.name().equals("rows")) {
        copied.put(check.subject(), Long.valueOf(cells.store().check(move, check).sourceValue()));
      }
    }
    if (!fence.seal(move) || !HandedOver.by(fence, move)) {
      throw new IllegalStateException("acme has not moved");
    }
    cells.store().leave(move);
    left = left(2, copied);
    purge = new PostgresPurge(cells.cells());
  }

  private static Leftover left(long epoch, Map<String, Long> copied) {
    return new Leftover(
        TwoDatabases.move(epoch, Options.NONE),
        "us_west",
        Map.of("postgres", Map.of("rows", copied)),
        false);
  }

  /** The same for a worker of another epoch. */
  Leftover at(long epoch) {
    return left(epoch, left.copied("postgres", "rows"));
  }

  /** What speaks against it, without the cell's name. */
  List<String> problems() {
    purge.take(left);
    return purge.look(left).findings().stream()
        .filter(Finding::blocks)
        .map(finding -> finding.line().replace("postgres: us_east ", ""))
        .toList();
  }

  /** Purges to the end; how many rows that were. */
  long all() {
    purge.take(left);
    long all = 0;
    long batch;
    while ((batch = purge.next(left.asBegun())) > 0) {
      all += batch;
    }
    return all;
  }

  /** A number of us_east. */
  long count(String of) throws SQLException {
    return Long.parseLong(cells.source("SELECT count(*) FROM shop." + of));
  }

  /** Past the guard, triggers and foreign keys, as the superuser. */
  void plant(String sql) throws SQLException {
    TwoDatabases.run(
        cells.sourceDatabase(),
        """
        BEGIN;
        SELECT set_config('rehome.admitted',
          txid_current()::text || ' x' || encode(convert_to('acme', 'UTF8'), 'hex') || ' ', true);
        SET LOCAL session_replication_role = replica;
        SET LOCAL search_path = shop;
        %s;
        COMMIT
        """
            .formatted(sql));
  }

  @Override
  public void close() {
    cells.close();
  }
}
