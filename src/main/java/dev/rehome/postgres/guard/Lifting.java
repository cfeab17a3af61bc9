package dev.rehome.postgres.guard;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.Bookkeeping;
import dev.rehome.postgres.PostgresSide;
import java.time.Duration;
import java.util.Optional;

/** Takes a guard away: first what refuses, then what asks, then the row. */
final class Lifting {
  /** In-flight writers hold the row of a guard that refuses nobody: no need to wait for them. */
  private static final Duration SHORTLY = Duration.ofSeconds(1);

  private final PostgresSide side;
  private final Move move;
  private final Place place;

  Lifting(PostgresSide side, Move move, Place place) {
    this.side = side;
    this.move = move;
    this.place = place;
  }

  /** The whole of it; false when it is to be called again. The second time goes on. */
  boolean lift() {
    Optional<GuardState> state = side.transaction(this::unannounce);
    if (state.isEmpty()) {
      return dropIfUnused();
    }
    boolean open = state.get() == GuardState.OPEN || open(state.get());
    FailPoint.GUARD_OPENED.reached();
    if (place == Place.SOURCE) {
      TenantLogin.restore(side, move);
    }
    return open && clear();
  }

  /** What is left to do once the row is open. */
  boolean clear() {
    if (!GuardTriggers.takeDown(side, move, place)) {
      return false;
    }
    FailPoint.GUARD_TRIGGERS_TAKEN_DOWN.reached();
    boolean deleted = Patience.within(side, this::delete).orElse(false);
    FailPoint.GUARD_ROW_DELETED.reached();
    return deleted && dropIfUnused();
  }

  /**
   * Takes the announcement back, which no writer can hold up: an arming guard then refuses nobody.
   */
  private Optional<GuardState> unannounce(java.sql.Connection connection)
      throws java.sql.SQLException {
    Optional<Guard> guard = Guard.take(connection, move, place).filter(Guard::ours);
    if (guard.isEmpty()) {
      return Optional.empty();
    }
    if (guard.get().state() == GuardState.MOVED) {
      throw new MoveFailed(
          "%s: %s has moved away from %s for good; ask for a move back"
              .formatted(move, move.tenant().name(), side.cell()));
    }
    Statements.change(
        connection,
        "UPDATE _rehome.announced SET until = '-infinity' WHERE tenant_id = ? AND place = ?",
        move.tenant().id(),
        place.label());
    return Optional.of(guard.get().state());
  }

  private boolean open(GuardState state) {
    boolean refuses = state == GuardState.CLOSED || state == GuardState.SEALED;
    return Patience.within(
            side,
            connection -> {
              Optional<Guard> guard = Guard.take(connection, move, place).filter(Guard::ours);
              if (guard.isEmpty()) {
                return false;
              }
              if (!refuses) {
                Statements.lockTimeout(connection, SHORTLY);
              }
              guard.get().set(connection, move, GuardState.OPEN, ", until = NULL");
              return true;
            })
        .orElse(false);
  }

  private boolean delete(java.sql.Connection connection) throws java.sql.SQLException {
    Optional<Guard> guard = Guard.take(connection, move, place).filter(Guard::ours);
    if (guard.isEmpty()) {
      return true;
    }
    Statements.lockTimeout(connection, SHORTLY);
    for (String table : new String[] {"guard", "announced"}) {
      Statements.change(
          connection,
          "DELETE FROM _rehome." + table + " WHERE tenant_id = ? AND place = ?",
          move.tenant().id(),
          place.label());
    }
    return true;
  }

  /** Others may still need the bookkeeping; then nothing of ours is left all the same. */
  private boolean dropIfUnused() {
    return Patience.within(
            side,
            connection -> {
              Statements.lockTimeout(connection, Guard.AMONG_MOVERS);
              Bookkeeping.dropIfUnused(connection);
              return true;
            })
        .orElse(false);
  }
}
