package dev.rehome.postgres.guard;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.patience.Patience;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.store.Takeover;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Ends older workers' sessions, which may hold locks asleep, and raises the epochs they compare.
 */
public final class PostgresTakeover implements Takeover {
  private static final int TRIES = 100;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final PostgresCells cells;

  public PostgresTakeover(PostgresCells cells) {
    this.cells = cells;
  }

  /** {@inheritDoc} A side that is down does not keep the other one: what it throws comes last. */
  @Override
  public void take(Move move) {
    Optional<PassingFault> down = Optional.empty();
    for (GuardSide place : GuardSide.values()) {
      try {
        take(place.of(cells, move), move);
      } catch (PassingFault e) {
        down = down.or(() -> Optional.of(e));
      }
    }
    if (down.isPresent()) {
      throw down.get();
    }
  }

  /** The same for one side. */
  static void take(PostgresSide side, Move move) {
    endSessions(side, move);
    FailPoint.GUARD_TAKEOVER_SESSIONS_ENDED.reached();
    side.transaction(
        connection -> {
          raise(connection, move);
          return true;
        });
    FailPoint.GUARD_TAKEOVER_EPOCH_RAISED.reached();
  }

  private static void endSessions(PostgresSide side, Move move) {
    for (int i = 0; i < TRIES; i++) {
      List<Integer> left = side.with(connection -> end(connection, move));
      if (left.isEmpty()) {
        return;
      }
      if (i == TRIES - 1) {
        throw new PassingFault(
            "%s: sessions of an older worker of %s do not end: pids %s"
                .formatted(side.cell(), move, left),
            null);
      }
      Patience.pause(PAUSE, "a fence waited; the next start goes on");
    }
  }

  private static List<Integer> end(Connection connection, Move move) throws SQLException {
    return JdbcForms.rows(
        connection,
        """
        SELECT pid, pg_terminate_backend(pid) FROM (
          SELECT pid, substr(application_name, length(?) + 1) AS epoch FROM pg_stat_activity
          WHERE starts_with(application_name, ?) AND pid <> pg_backend_pid()
          OFFSET 0) workers
        WHERE CASE WHEN epoch ~ '^[0-9]{1,18}$' THEN epoch::bigint < ? ELSE false END
        """,
        row -> row.getInt(1),
        move.applicationPrefix(),
        move.applicationPrefix(),
        move.epoch());
  }

  /** Raises only what this move has left; makes nothing. */
  private static void raise(Connection connection, Move move) throws SQLException {
    for (GuardSide place : GuardSide.values()) {
      Guard.take(connection, move, place);
    }
    if (!Bookkeeping.exists(connection)) {
      return;
    }
    JdbcForms.change(
        connection,
        "UPDATE _rehome.lease SET epoch = ? WHERE move = ? AND epoch < ?",
        move.epoch(),
        move.id(),
        move.epoch());
    // a row that writers hold keeps its note of who changed it last; the epoch in force is raised.
    // One that refuses nobody stays as it is: a writer with an older snapshot would fail by the
    // change
    JdbcForms.change(
        connection,
        """
        UPDATE _rehome.guard SET epoch = ? WHERE (tenant_id, place) IN (
          SELECT tenant_id, place FROM _rehome.guard
          WHERE move = ? AND epoch < ? AND state <> 'arming' FOR NO KEY UPDATE SKIP LOCKED)
        """,
        move.epoch(),
        move.id(),
        move.epoch());
  }
}
