package dev.rehome.postgres.purge;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.guard.Admission;
import dev.rehome.postgres.guard.LeftGuard;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.side.QuietSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * One transaction that deletes. It holds the guard, so that a worker of an older epoch deletes
 * nothing, and nobody lets the tenant in meanwhile. The rows are locked before it is looked whether
 * somebody else's refer to them: from then on none can, and no cascade reaches a neighbour.
 *
 * @param quiet whether the application's triggers are silenced; foreign keys are then not looked at
 */
record Batch(PostgresSide source, Move move, Scope scope, boolean quiet) {
  /** A statement of a batch that takes longer is given up. */
  private static final Duration MOST = Duration.ofSeconds(60);

  /** The same of a circle, whose rows go together however many they are. */
  private static final Duration MOST_OF_CIRCLE = Duration.ofMinutes(30);

  private static final int LOCK_MILLIS = 5_000;

  /** Deletes the tenant's rows in these places, which may be none of its any more. */
  long delete(Group group, Part part, List<String> places) {
    String rows = part.rows(places);
    return transaction(
        MOST,
        connection -> {
          if (!group.watched().isEmpty()) {
            count(connection, lock(rows));
            for (Group.Watched watched : group.watched()) {
              if (watched.into(part)) {
                refuseStrangers(connection, watched, rows);
              }
            }
          }
          return execute(connection, part.delete(places));
        });
  }

  /** Deletes all the tenant's rows of the group at once. */
  long deleteAll(Group group, Remains remains) {
    return transaction(
        MOST_OF_CIRCLE,
        connection -> {
          for (Part part : group.watched().isEmpty() ? List.<Part>of() : group.parts()) {
            count(connection, lock(part.rows()));
          }
          for (Group.Watched watched : group.watched()) {
            refuseStrangers(connection, watched, remains.parentRows(watched.key()));
          }
          return count(connection, group.deleteAll());
        });
  }

  private long transaction(Duration most, PostgresSide.Work<Long> work) {
    long deleted =
        source.transaction(
            connection -> {
              LeftGuard.hold(connection, move, most);
              execute(connection, "SET LOCAL lock_timeout = " + LOCK_MILLIS);
              Admission.admit(connection, move.tenant().id());
              if (quiet) {
                QuietSession.begin(connection);
              }
              SearchPath.set(connection, SearchPath.source(scope));
              long gone = work.run(connection);
              FailPoint.PURGE_ROWS_DELETED.reached();
              return gone;
            });
    FailPoint.PURGE_BATCH_COMMITTED.reached();
    return deleted;
  }

  private static String lock(String rows) {
    return "SELECT pg_catalog.count(*) FROM (" + rows + " FOR UPDATE) AS locked";
  }

  private void refuseStrangers(Connection connection, Group.Watched watched, String rows)
      throws SQLException {
    if (count(connection, watched.strangers(rows, 1)) > 0) {
      throw new MoveFailed(
          "%s: a row of %s that is not %s's refers to one of %s that is to be deleted (%s); nothing of this batch was"
              .formatted(
                  source.cell(),
                  watched.key().child().table(),
                  move.tenant().name(),
                  watched.key().parent().table(),
                  watched.key().name()));
    }
  }

  /**
   * The number that a question answers. It is sent as it stands: conditions may hold a {@code ?}.
   */
  static long count(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(question)) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static long execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.executeUpdate(sql);
    }
  }
}
