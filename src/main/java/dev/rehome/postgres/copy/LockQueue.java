package dev.rehome.postgres.copy;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Somebody waits to lock a table whole, e.g. for an ALTER TABLE, behind the session that holds our
 * snapshot; a reader that comes later waits behind him. No deadlock that a server could see, and
 * the neighbours wait too: to wait longer is in vain, and does harm.
 */
final class LockQueue {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String WAITING =
      """
      SELECT coalesce(string_agg(format('pid %s, application %s, user %s, query: %s',
               pid, application_name, usename, left(query, 200)), '; '), 'nobody any more')
      FROM pg_catalog.pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
        AND application_name NOT LIKE 'rehome/%'
      """;

  private LockQueue() {}

  /** The fault, or if the source did not give a lock in time, a failure that names who waits. */
  static RuntimeException named(PostgresSide source, Move move, PassingFault fault) {
    boolean ours =
        fault.getMessage().startsWith(source.cell() + ":")
            && fault.getCause() instanceof SQLException cause
            && LOCK_NOT_AVAILABLE.equals(cause.getSQLState());
    if (!ours) {
      return fault;
    }
    return new MoveFailed(
        "%s: a table of %s is about to be locked whole, and neither the copy nor neighbours can wait for that; waiting: %s; change tables before or after a move"
            .formatted(move, source.cell(), source.with(LockQueue::waiting)),
        // not the fault itself: what has a passing cause is tried again
        fault.getCause());
  }

  private static String waiting(java.sql.Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(WAITING)) {
      row.next();
      return row.getString(1);
    }
  }
}
