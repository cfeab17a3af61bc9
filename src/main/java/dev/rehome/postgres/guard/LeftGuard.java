package dev.rehome.postgres.guard;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.StaleLease;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The guard that a finished move left at its source, where it refuses the tenant for good. A purge
 * works under it: as long as it stands, no row of the tenant was added or changed there.
 */
public final class LeftGuard {
  private static final String STATE =
      "SELECT move, state, moved_to FROM _rehome.guard WHERE tenant_id = ? AND place = 'source'";

  /** The reach, its test, the tenant's id; the table. Empty: the guard does not know the table. */
  private static final String LEAF =
      """
      SELECT g.reach = ? AND g.test = ?,
             (SELECT count(*) FROM pg_trigger t
              WHERE t.tgrelid = c.oid AND t.tgenabled = 'A' AND t.tgname LIKE 'rehome\\_guard\\_%'
                AND t.tgfoid = to_regproc('_rehome.guard_' || c.oid)::oid)
             >= CASE WHEN c.relkind = 'p' AND c.relispartition THEN CASE WHEN g.is_purged THEN 0 ELSE 1 END
                WHEN g.is_purged THEN 2 ELSE 4 END
      FROM pg_class c JOIN (SELECT *, coalesce((to_jsonb(all_of) ->> 'purged')::boolean, false) AS is_purged FROM _rehome.guarded all_of) g ON g.leaf = c.oid AND g.tenant_id = ? AND g.place = 'source'
      WHERE c.oid = to_regclass(?)
      """;

  /** The tables that ask for a tenant, and the triggers of those that ask for nobody else. */
  private static final String CARRIED =
      """
      SELECT count(*), coalesce(sum(triggers), 0) FROM (
        SELECT CASE WHEN NOT EXISTS (SELECT FROM _rehome.guarded o
                                     WHERE o.leaf = g.leaf AND (o.tenant_id, o.place) <> (g.tenant_id, g.place))
          THEN (SELECT count(*) FROM pg_trigger t
                WHERE t.tgrelid = g.leaf AND t.tgname LIKE 'rehome\\_guard\\_%'
                  AND t.tgfoid = to_regproc('_rehome.guard_' || g.leaf)::oid) ELSE 0 END AS triggers
        FROM _rehome.guarded g WHERE g.tenant_id = ? AND g.place = 'source') AS of_each
      """;

  private LeftGuard() {}

  private record Seen(String move, String state, String movedTo) {}

  private record Leaf(boolean same, boolean carried) {}

  /**
   * Ends the sessions of older workers of the move at its source, and refuses them from now on. The
   * second time changes nothing.
   */
  public static void takeOver(PostgresSide source, Move move) {
    PostgresTakeover.take(source, move);
  }

  /**
   * Holds the guard until the transaction ends: nobody opens it, and no other worker deletes. To be
   * called first in the transaction; no statement of it may take longer than {@code most}.
   *
   * @throws StaleLease when a newer epoch of the tenant is in force here
   * @throws MoveFailed when the guard is not the move's, or no longer says that the tenant is gone
   */
  public static void hold(Connection connection, Move move, Duration most) throws SQLException {
    Optional<Guard> guard = Guard.take(connection, move, GuardSide.SOURCE);
    boolean holds =
        guard.filter(Guard::ours).isPresent()
            && guard.get().locked(connection, "state", row -> GuardState.of(row.getString(1)))
                == GuardState.MOVED;
    if (!holds) {
      throw new MoveFailed(
          "%s: the guard no longer refuses %s there by %s: somebody lifted it, rows may be newer than the move"
              .formatted(move.source(), move.tenant().name(), move.id()));
    }
    JdbcForms.timeout(connection, most);
  }

  /** Whether the guard is the move's, refuses the tenant, and watches the tables as it did. */
  public static List<Finding> problems(
      Connection connection, PostgresSide source, Move move, Scope scope) throws SQLException {
    Optional<Seen> seen =
        Bookkeeping.exists(connection)
            ? JdbcForms.first(
                connection,
                STATE,
                row -> new Seen(row.getString(1), row.getString(2), row.getString(3)),
                move.tenant().id())
            : Optional.empty();
    String wanted = "moved by " + move.id();
    String found = seen.map(s -> s.state() + " by " + s.move()).orElse("gone");
    if (!found.equals(wanted)) {
      return List.of(
          Finding.blocking(
              "postgres",
              source.cell() + " guard of " + move.tenant().name(),
              "is not '%s' but '%s': the tenant may have written there since"
                  .formatted(wanted, found),
              "compare %s with %s, and delete by hand what is to go"
                  .formatted(source.cell(), move.target())));
    }
    List<Finding> findings = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      for (TableName leaf : table.reach().fenced() ? leaves(table) : List.<TableName>of()) {
        leaf(connection, move, table, leaf)
            .flatMap(known -> problem(known, source.cell(), leaf))
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  /**
   * Leaves of the guard what is of use once no row of the tenant is left: it goes on refusing what
   * is written for the tenant, and asks nothing of who deletes, truncates, or writes to tables
   * whose rows cannot be told any more. The second time changes nothing.
   *
   * @param untold tables whose predicate reads what is gone
   * @throws PassingFault when a table was busy for two minutes
   */
  public static void settle(PostgresSide source, Move move, List<ScopedTable> untold) {
    GuardTriggers.settle(
        source, move, untold.stream().flatMap(table -> leaves(table).stream()).toList());
  }

  /**
   * Takes it away for good: the refusal, then the triggers, then the row. The second time finds
   * nothing.
   *
   * @return what went; empty if there was nothing
   * @throws MoveFailed when the guard is another move's, or does not say that the tenant is gone
   * @throws PassingFault when a table was busy: nobody is refused any more
   */
  public static Optional<String> lift(PostgresSide source, Move move) {
    record Before(long tables, long triggers) {}
    Optional<Before> before =
        source.transaction(
            connection -> {
              Optional<Guard> guard = Guard.take(connection, move, GuardSide.SOURCE);
              if (guard.isEmpty()) {
                return Optional.empty();
              }
              GuardState state = guard.get().state();
              if (!guard.get().ours() || (state != GuardState.MOVED && state != GuardState.OPEN)) {
                throw new MoveFailed(
                    "%s: the guard of %s is not 'moved by %s' but '%s by %s': it is not to be lifted"
                        .formatted(
                            source.cell(),
                            move.tenant().name(),
                            move.id(),
                            state.label(),
                            guard.get().owner()));
              }
              Optional<Before> there =
                  JdbcForms.first(
                      connection,
                      CARRIED,
                      row -> new Before(row.getLong(1), row.getLong(2)),
                      move.tenant().id());
              guard.get().set(connection, move, GuardState.OPEN, ", until = NULL");
              return there;
            });
    if (!new Lifting(source, move, GuardSide.SOURCE).lift()) {
      throw new PassingFault(
          "%s: nobody refuses %s any more; some triggers of the guard are still to go, their tables are busy: ask again"
              .formatted(source.cell(), move.tenant().name()),
          null);
    }
    return before.map(
        there ->
            "the guard of %s, which asked at %s, and %s that nobody else needs"
                .formatted(
                    source.cell(),
                    Finding.counted(there.tables(), "table"),
                    Finding.counted(there.triggers(), "trigger")));
  }

  private static Optional<Finding> problem(Leaf known, String cell, TableName leaf) {
    if (known.same() && known.carried()) {
      return Optional.empty();
    }
    return Optional.of(
        known.same()
            ? Finding.blocking(
                "postgres",
                cell + " " + leaf,
                "lost the guard's triggers: the tenant may have written there since the move",
                "compare both cells, and delete by hand what is to go")
            : Finding.blocking(
                "postgres",
                cell + " " + leaf,
                "the settings tell the tenant's rows otherwise than they did when it was moved",
                "set isolation, tenant-column and predicates-file of the cell as they were"));
  }

  /** Whether the move has fenced the table, or a part of it; others came later. */
  public static boolean knows(Connection connection, Move move, ScopedTable table)
      throws SQLException {
    for (TableName leaf : leaves(table)) {
      if (leaf(connection, move, table, leaf).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static List<TableName> leaves(ScopedTable table) {
    return table.leaves().stream().map(ScopedTable.Leaf::name).toList();
  }

  private static Optional<Leaf> leaf(
      Connection connection, Move move, ScopedTable table, TableName leaf) throws SQLException {
    GuardedLeaf.Test test =
        new GuardedLeaf(leaf, table.source().table(), table.reach(), List.of())
            .test(connection, move.tenant().id());
    return JdbcForms.first(
        connection,
        LEAF,
        row -> new Leaf(row.getBoolean(1), row.getBoolean(2)),
        test.reach(),
        test.test(),
        move.tenant().id(),
        leaf.sql());
  }
}
