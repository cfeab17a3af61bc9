package dev.rehome.postgres.guard;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.patience.Patience;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.LockTime;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts up and takes down what asks the guard, one table in a transaction. */
final class GuardTriggers {
  /** Bounds the whole of {@link #putUp}, not each table. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofMillis(250);

  /** How long a busy table is only looked at: a try that waits makes its writers wait behind it. */
  private static final Duration ONLY_LOOKING = Duration.ofSeconds(10);

  /** After a wait that was in vain, as long as it made others wait. */
  private static final Duration RESPITE = Duration.ofMillis(1_500);

  private static final int TRIES_DOWN = 4;

  private static final String UNSETTLED =
      """
      SELECT leaf FROM _rehome.guarded g WHERE tenant_id = ? AND place = 'source'
        AND NOT coalesce((to_jsonb(g) ->> 'purged')::boolean, false) ORDER BY 1
      """;

  private static final Set<GuardState> UP =
      EnumSet.of(GuardState.ARMING, GuardState.CLOSED, GuardState.SEALED);

  private GuardTriggers() {}

  /**
   * Waits for each table's earlier writers, and as long as they are at it mostly without a lock
   * request, behind which everybody else's writes would queue. Tables that have their triggers are
   * passed over, all of them by the same few statements.
   *
   * @throws MoveFailed naming the table and its writers when that took two minutes
   */
  static void putUp(PostgresSide side, Move move, GuardSide place, List<GuardedLeaf> leaves) {
    long start = System.nanoTime();
    List<GuardedLeaf> lacking =
        side.with(c -> LeafCatalog.lacking(c, move.tenant().id(), place, leaves));
    for (GuardedLeaf leaf : lacking) {
      long insisted = System.nanoTime();
      while (true) {
        boolean insist = System.nanoTime() - insisted > ONLY_LOOKING.toNanos();
        Optional<Boolean> up =
            LockTime.within(side, connection -> putUp(connection, move, place, leaf, insist));
        if (up.orElse(false)) {
          break;
        }
        if (System.nanoTime() - start > LIMIT.toNanos()) {
          List<String> writers = side.with(c -> Holders.ofTable(c, leaf.name()));
          throw new MoveFailed(
              "%s: the guard's triggers could not be put on %s within %d s; it is held by %s; end them or try at a quieter time"
                  .formatted(
                      side.cell(), leaf.name(), LIMIT.toSeconds(), Holders.sentence(writers)));
        }
        if (insist) {
          insisted = System.nanoTime();
        }
        boolean vain = up.isEmpty() && !TableLock.relieve(side, leaf.name());
        Patience.pause(vain ? RESPITE : PAUSE, "a fence waited; the next start goes on");
      }
      FailPoint.GUARD_TRIGGERS_OF_TABLE_PUT_UP.reached();
    }
  }

  /**
   * @param insist whether to ask for the lock although the table is busy
   * @return false if it was busy
   */
  private static boolean putUp(
      Connection connection, Move move, GuardSide place, GuardedLeaf leaf, boolean insist)
      throws SQLException {
    Guard guard = Guard.take(connection, move, place).filter(Guard::ours).orElseThrow(gone(move));
    if (!UP.contains(guard.state())) {
      throw gone(move).get();
    }
    GuardedLeaf.Test test = leaf.test(connection, move.tenant().id());
    long table = LeafCatalog.id(connection, leaf.name());
    TableLock lock = TableLock.of(connection, table, /* readersToo= */ false);
    if (!insist && lock.busy(connection)) {
      return false;
    }
    lock.take(connection);
    JdbcForms.change(
        connection,
        """
        INSERT INTO _rehome.guarded (leaf, tenant_id, place, reach, test, alias, path)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (leaf, tenant_id, place)
        DO UPDATE SET reach = excluded.reach, test = excluded.test,
          alias = excluded.alias, path = excluded.path, purged = false
        """,
        table,
        guard.tenantId(),
        place.label(),
        test.reach(),
        test.test(),
        test.alias(),
        test.path());
    TriggerChange.write(connection, LeafCatalog.text(connection, lock));
    return true;
  }

  /**
   * Takes the tenant out of every table's triggers; the last tenant's go altogether. Gives a busy
   * table up after a few tries.
   *
   * @return whether none is left
   */
  static boolean takeDown(PostgresSide side, Move move, GuardSide place) {
    List<Long> tables =
        side.with(
            connection ->
                JdbcForms.rows(
                    connection,
                    "SELECT leaf FROM _rehome.guarded WHERE tenant_id = ? AND place = ? ORDER BY 1",
                    row -> row.getLong(1),
                    move.tenant().id(),
                    place.label()));
    boolean all = true;
    for (long table : tables) {
      boolean down = false;
      for (int i = 0; i < TRIES_DOWN && !down; i++) {
        if (i > 0) {
          Patience.pause(PAUSE, "a fence waited; the next start goes on");
        }
        Optional<Boolean> done = LockTime.within(side, c -> takeDown(c, move, place, table));
        if (done.isEmpty()) {
          side.with(c -> LeafCatalog.name(c, table))
              .ifPresent(name -> TableLock.relieve(side, name));
        }
        down = done.orElse(false);
      }
      FailPoint.GUARD_TRIGGERS_OF_TABLE_TAKEN_DOWN.reached();
      all &= down;
    }
    return all;
  }

  private static boolean takeDown(Connection connection, Move move, GuardSide place, long table)
      throws SQLException {
    Guard guard = Guard.take(connection, move, place).filter(Guard::ours).orElseThrow(gone(move));
    if (!guard.refusesNobody()) {
      throw gone(move).get();
    }
    List<TriggerText.Entry> before = LeafCatalog.entries(connection, table);
    List<TriggerText.Entry> after = before.stream().filter(entry -> !entry.of(guard)).toList();
    return new TriggerChange(table, before, after)
        .make(
            connection,
            () ->
                JdbcForms.change(
                    connection,
                    "DELETE FROM _rehome.guarded WHERE leaf = ? AND tenant_id = ? AND place = ?",
                    table,
                    guard.tenantId(),
                    place.label()));
  }

  /**
   * Leaves of a purged tenant's triggers what still refuses. Waits for each table's moment in turn.
   *
   * @param untold those where nothing tells the tenant's rows any more
   * @throws PassingFault naming a table that was busy for two minutes
   */
  static void settle(PostgresSide side, Move move, List<TableName> untold) {
    Set<Long> forgotten = new HashSet<>();
    for (TableName name : untold) {
      forgotten.add(side.with(connection -> LeafCatalog.id(connection, name)));
    }
    long start = System.nanoTime();
    List<Long> busy =
        side.with(c -> JdbcForms.rows(c, UNSETTLED, row -> row.getLong(1), move.tenant().id()));
    while (!busy.isEmpty()) {
      busy =
          busy.stream()
              .filter(
                  table ->
                      !LockTime.within(side, c -> settle(c, move, table, forgotten.contains(table)))
                          .orElse(false))
              .toList();
      if (!busy.isEmpty() && System.nanoTime() - start > LIMIT.toNanos()) {
        long first = busy.get(0);
        throw new PassingFault(
            "%s: the rows are gone; the guard's triggers on %s are still to be changed, it is busy; the next purge goes on"
                .formatted(side.cell(), side.with(c -> LeafCatalog.name(c, first)).orElseThrow()),
            null);
      }
      if (!busy.isEmpty()) {
        Patience.pause(PAUSE, "a purge waited; the next goes on");
      }
    }
  }

  private static boolean settle(Connection connection, Move move, long table, boolean forget)
      throws SQLException {
    Guard guard =
        Guard.take(connection, move, GuardSide.SOURCE).filter(Guard::ours).orElseThrow(gone(move));
    List<TriggerText.Entry> before = LeafCatalog.entries(connection, table);
    List<TriggerText.Entry> after =
        before.stream()
            .filter(entry -> !forget || !entry.of(guard))
            .map(entry -> entry.of(guard) ? entry.asPurged() : entry)
            .toList();
    String change =
        forget ? "DELETE FROM _rehome.guarded" : "UPDATE _rehome.guarded SET purged = true";
    return new TriggerChange(table, before, after)
        .make(
            connection,
            () ->
                JdbcForms.change(
                    connection,
                    change + " WHERE leaf = ? AND tenant_id = ? AND place = 'source'",
                    table,
                    guard.tenantId()));
  }

  private static java.util.function.Supplier<MoveFailed> gone(Move move) {
    return () ->
        new MoveFailed(
            move + ": its guard was lifted while its triggers were changed; the move is undone");
  }
}
