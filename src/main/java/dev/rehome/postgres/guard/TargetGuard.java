package dev.rehome.postgres.guard;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The guard that keeps the tenant out of the target until the hand-over. */
final class TargetGuard {
  private final PostgresCells cells;
  private final Function<Move, Scope> scopes;
  private final Consumer<Move> confirm;

  TargetGuard(PostgresCells cells, Function<Move, Scope> scopes, Consumer<Move> confirm) {
    this.cells = cells;
    this.scopes = scopes;
    this.confirm = confirm;
  }

  void shut(Move move) {
    putUp(move, GuardState.SEALED, table -> true);
  }

  /** Refuses already where nobody else can be meant. */
  void prepare(Move move, Predicate<ScopedTable> which) {
    boolean shared = cells.target(move).shared();
    putUp(move, shared ? GuardState.ARMING : GuardState.SEALED, which);
  }

  private void putUp(Move move, GuardState wanted, Predicate<ScopedTable> which) {
    PostgresSide side = cells.target(move);
    Scope scope = scopes.apply(move);
    GuardState state =
        side.transaction(
            connection -> {
              GuardState made = GuardRow.make(connection, move, GuardSide.TARGET, wanted);
              confirm.accept(move);
              if (made == GuardState.ARMING && wanted == GuardState.SEALED) {
                Guard.taken(connection, move, GuardSide.TARGET)
                    .orElseThrow()
                    .set(connection, move, wanted, "");
                return wanted;
              }
              return made;
            });
    if (state != wanted && state != GuardState.SEALED) {
      throw new MoveFailed(
          "%s: its guard at %s is %s already".formatted(move, side.cell(), state.label()));
    }
    GuardTriggers.putUp(
        side,
        move,
        GuardSide.TARGET,
        side.with(connection -> leaves(connection, side, scope, which)));
    FailPoint.GUARD_TARGET_SHUT.reached();
  }

  private static List<GuardedLeaf> leaves(
      Connection connection, PostgresSide side, Scope scope, Predicate<ScopedTable> which)
      throws SQLException {
    List<String> schemas = scope.schemas().stream().map(Scope.SchemaPair::target).toList();
    boolean shared = side.settings().isolation() == Isolation.ROW;
    List<GuardedLeaf> leaves = new ArrayList<>();
    List<ScopedTable> tables =
        scope.tables().stream().filter(table -> table.reach().fenced()).filter(which).toList();
    List<List<TableName>> trees =
        LeafCatalog.trees(connection, tables.stream().map(ScopedTable::target).toList());
    for (int i = 0; i < tables.size(); i++) {
      ScopedTable table = tables.get(i);
      List<TableName> tree = trees.get(i);
      if (tree.isEmpty()) {
        throw new MoveFailed(
            "%s: table %s is not there to be guarded; it is to be made before"
                .formatted(side.cell(), table.target()));
      }
      for (TableName leaf : tree) {
        leaves.add(
            new GuardedLeaf(
                leaf, table.target().table(), shared ? table.reach() : new Reach.Whole(), schemas));
      }
    }
    return leaves;
  }

  /**
   * Lets the tenant write at the target, in one transaction; a refusal from when the tenant moved
   * away from there ends too. Without a guard there is nothing to do.
   */
  boolean open(Move move) {
    PostgresSide side = cells.target(move);
    boolean returned = side.transaction(connection -> opened(connection, move));
    FailPoint.GUARD_TARGET_OPENED.reached();
    boolean gone = new Lifting(side, move, GuardSide.TARGET).lift();
    return returned ? new Lifting(side, move, GuardSide.SOURCE).lift() && gone : gone;
  }

  /** Whether an older refusal is to be cleared away as well. */
  private static boolean opened(Connection connection, Move move) throws SQLException {
    JdbcForms.timeout(connection, Guard.AMONG_MOVERS);
    if (!Bookkeeping.hold(connection)) {
      return false;
    }
    Optional<Guard> guard = Guard.taken(connection, move, GuardSide.TARGET).filter(Guard::ours);
    boolean returned = adopted(connection, move);
    if (guard.isPresent()) {
      guard.get().set(connection, move, GuardState.OPEN, "");
    }
    return returned;
  }

  /** Makes the older move's refusal this move's own, and opens it. */
  private static boolean adopted(Connection connection, Move move) throws SQLException {
    Optional<Guard> old = Guard.taken(connection, move, GuardSide.SOURCE);
    if (old.isEmpty() || (old.get().ours() && old.get().state() != GuardState.OPEN)) {
      return false; // none, or source and target share a database and it is the source's own
    }
    if (!old.get().ours()) {
      if (old.get().state() != GuardState.MOVED) {
        return false;
      }
      JdbcForms.change(
          connection,
          """
          UPDATE _rehome.announced SET move = ?, epoch = ? WHERE tenant_id = ? AND place = 'source'
          """,
          move.id(),
          move.epoch(),
          move.tenant().id());
      old.get().set(connection, move, GuardState.OPEN, ", move = ?", move.id());
    }
    return true;
  }
}
