package dev.rehome.postgres.guard;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.Bookkeeping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The steps of a guard's row, each within a transaction of its caller. */
final class GuardRow {
  private GuardRow() {}

  /** The source's row: made, found again, or taken over from an earlier move that was lifted. */
  static GuardState arm(Connection connection, Move move) throws SQLException {
    return make(connection, move, GuardSide.SOURCE, GuardState.ARMING);
  }

  /** Returns the state in which the row is now. */
  static GuardState make(Connection connection, Move move, GuardSide place, GuardState first)
      throws SQLException {
    JdbcForms.timeout(connection, Guard.AMONG_MOVERS);
    Bookkeeping.ensure(connection);
    // locked though it is there: an earlier move may be deleting it just now
    JdbcForms.change(
        connection,
        """
        INSERT INTO _rehome.announced AS a (tenant_id, place, move, epoch, since, until)
        VALUES (?, ?, ?, ?, clock_timestamp(), '-infinity')
        ON CONFLICT (tenant_id, place) DO UPDATE SET until = a.until
        """,
        move.tenant().id(),
        place.label(),
        move.id(),
        move.epoch());
    JdbcForms.change(
        connection,
        """
        INSERT INTO _rehome.guard (tenant_id, place, tenant, move, epoch, state)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        move.tenant().id(),
        place.label(),
        move.tenant().name(),
        move.id(),
        move.epoch(),
        first.label());
    Guard guard = Guard.taken(connection, move, place).orElseThrow();
    if (guard.ours()) {
      return guard.state();
    }
    if (guard.state() != GuardState.OPEN) {
      throw new MoveFailed(
          "%s: the %s already has a guard of move %s (state %s); finish or undo that move first"
              .formatted(move, place.label(), guard.owner(), guard.state().label()));
    }
    takeOver(connection, move, guard, first);
    return first;
  }

  /** What an earlier move of the tenant could not clear away yet becomes this one's. */
  private static void takeOver(Connection connection, Move move, Guard guard, GuardState first)
      throws SQLException {
    JdbcForms.change(
        connection,
        """
        UPDATE _rehome.announced SET move = ?, epoch = ?, since = clock_timestamp(), until = '-infinity'
        WHERE tenant_id = ? AND place = ?
        """,
        move.id(),
        move.epoch(),
        guard.tenantId(),
        guard.place().label());
    guard.set(
        connection,
        move,
        first,
        ", move = ?, tenant = ?, until = NULL, moved_to = NULL",
        move.id(),
        move.tenant().name());
  }

  /** Seals a closed guard in time, whose triggers are all there; a sealed one stays so. */
  static boolean seal(Connection connection, Move move, Guard guard, Scope scope)
      throws SQLException {
    record Seen(GuardState state, boolean inTime) {}
    Seen seen =
        guard.locked(
            connection,
            "state, until > clock_timestamp()",
            row -> new Seen(GuardState.of(row.getString(1)), row.getBoolean(2)));
    if (seen.state() != GuardState.CLOSED || !seen.inTime()) {
      return seen.state() == GuardState.SEALED;
    }
    List<TableName> unguarded = LeafCatalog.unguarded(connection, guard, scope);
    if (!unguarded.isEmpty()) {
      throw new MoveFailed(
          "%s: tables that the guard does not watch: %s; they were added, or their triggers changed, during the move; ask for the move again"
              .formatted(move, unguarded));
    }
    guard.set(connection, move, GuardState.SEALED, ", until = NULL");
    return true;
  }

  /** The source refuses for good. Only a guard that has let nothing in may come here. */
  static boolean moved(Connection connection, Move move) throws SQLException {
    Optional<Guard> guard = Guard.take(connection, move, GuardSide.SOURCE).filter(Guard::ours);
    GuardState state =
        guard.isEmpty()
            ? GuardState.OPEN
            : guard.get().locked(connection, "state", row -> GuardState.of(row.getString(1)));
    switch (state) {
      case SEALED, CLOSED ->
          guard
              .get()
              .set(
                  connection,
                  move,
                  GuardState.MOVED,
                  ", until = NULL, moved_to = ?",
                  move.target());
      case MOVED -> {}
      case ARMING, BROKEN, OPEN ->
          throw new MoveFailed(
              "%s: the guard of %s is not sealed but %s, the source may have taken writes; compare %s and %s before the tenant writes at either"
                  .formatted(
                      move,
                      move.source(),
                      guard.isEmpty() ? "gone" : state.label(),
                      move.source(),
                      move.target()));
    }
    return true;
  }
}
