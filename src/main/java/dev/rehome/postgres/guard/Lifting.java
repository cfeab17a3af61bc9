package dev.rehome.postgres.guard;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.LockTime;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a guard away: first what refuses, then what asks, then the row. */
final class Lifting {
  /**
   * Writers share the row of a guard that refuses nobody, one after the other: it may not be to be
   * had before the triggers are gone.
   */
  private static final Duration SHORTLY = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(Lifting.class);

  private final PostgresSide side;
  private final Move move;
  private final GuardSide place;

  Lifting(PostgresSide side, Move move, GuardSide place) {
    this.side = side;
    this.move = move;
    this.place = place;
  }

  /** The whole of it; false when it is to be called again. The second time goes on. */
  boolean lift() {
    Optional<Guard> guard = side.transaction(this::unannounce);
    if (guard.isEmpty()) {
      return dropIfUnused();
    }
    boolean open = open(guard.get().state()) || guard.get().refusesNobody();
    FailPoint.GUARD_OPENED.reached();
    if (place == GuardSide.SOURCE) {
      TenantLogin.restore(side, move);
      endCopies();
    }
    return open && clear();
  }

  /**
   * The copy of an older epoch, this process's own perhaps, reads the tables: it would hold up each
   * trigger in turn. What cannot be ended now is ended again before the target is cleaned.
   */
  private void endCopies() {
    try {
      PostgresTakeover.take(side, move);
    } catch (PassingFault e) {
      LOG.warn("{}: {}", move, e.getMessage());
    }
  }

  /** What is left to do once the row is open. */
  boolean clear() {
    if (!GuardTriggers.takeDown(side, move, place)) {
      return false;
    }
    FailPoint.GUARD_TRIGGERS_TAKEN_DOWN.reached();
    boolean deleted = LockTime.within(side, this::delete).orElse(false);
    FailPoint.GUARD_ROW_DELETED.reached();
    return deleted && dropIfUnused();
  }

  /**
   * Takes the announcement back, which no writer can hold up: an arming guard then refuses nobody.
   */
  private Optional<Guard> unannounce(Connection connection) throws SQLException {
    if (Guard.take(connection, move, place).filter(Guard::ours).isEmpty()) {
      return Optional.empty();
    }
    JdbcForms.change(
        connection,
        "UPDATE _rehome.announced SET until = '-infinity' WHERE tenant_id = ? AND place = ?",
        move.tenant().id(),
        place.label());
    Optional<Guard> guard = Guard.taken(connection, move, place);
    if (guard.orElseThrow().state() == GuardState.MOVED) {
      throw new MoveFailed(
          "%s: %s has moved away from %s for good; ask for a move back"
              .formatted(move, move.tenant().name(), side.cell()));
    }
    return guard;
  }

  /**
   * An arming one lets every write pass once it is not announced, and stays as it is: a writer with
   * an older snapshot would fail by the change.
   */
  private boolean open(GuardState state) {
    if (state == GuardState.OPEN || state == GuardState.ARMING) {
      return true;
    }
    boolean refuses = state == GuardState.CLOSED || state == GuardState.SEALED;
    return LockTime.within(
            side,
            connection -> {
              Optional<Guard> guard = Guard.take(connection, move, place).filter(Guard::ours);
              if (guard.isEmpty()) {
                return false;
              }
              if (!refuses) {
                JdbcForms.timeout(connection, SHORTLY);
              }
              guard.get().set(connection, move, GuardState.OPEN, ", until = NULL");
              return true;
            })
        .orElse(false);
  }

  private boolean delete(Connection connection) throws SQLException {
    Optional<Guard> guard = Guard.take(connection, move, place).filter(Guard::ours);
    if (guard.isEmpty()) {
      return true;
    }
    if (LeafCatalog.any(connection, guard.get())) {
      return false; // a trigger without its row would refuse everything
    }
    JdbcForms.timeout(connection, SHORTLY);
    for (String table : new String[] {"guard", "announced"}) {
      JdbcForms.change(
          connection,
          "DELETE FROM _rehome." + table + " WHERE tenant_id = ? AND place = ?",
          move.tenant().id(),
          place.label());
    }
    return true;
  }

  /** Others may still need the bookkeeping; then nothing of ours is left all the same. */
  private boolean dropIfUnused() {
    return LockTime.within(
            side,
            connection -> {
              JdbcForms.timeout(connection, Guard.AMONG_MOVERS);
              Bookkeeping.dropIfUnused(connection);
              return true;
            })
        .orElse(false);
  }
}
