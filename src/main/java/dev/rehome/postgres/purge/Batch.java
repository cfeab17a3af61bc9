package dev.rehome.postgres.purge;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.guard.Admission;
import dev.rehome.postgres.guard.LeftGuard;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.side.QuietSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

  /**
   * Deletes rows of a group, those of them that are still the tenant's.
   *
   * @param large whether they go together however many they are
   */
  long delete(Group group, List<Part.Slice> slices, boolean large) {
    return transaction(
        large ? MOST_OF_CIRCLE : MOST,
        connection -> {
          for (Part.Slice slice : group.watched().isEmpty() ? List.<Part.Slice>of() : slices) {
            count(connection, lock(slice.rows()));
          }
          for (Part.Slice slice : slices) {
            refuseShared(connection, slice);
            for (Group.Watched watched : group.watched()) {
              if (watched.into(slice.part())) {
                refuseStrangers(connection, watched, slice.rows());
              }
            }
          }
          return count(connection, LeavingRows.delete(move, slices));
        });
  }

  /**
   * Writes down what only predicates reach, see {@link LeavingRows}; the second time does nothing.
   */
  void record(List<ScopedTable> tables) {
    source.transaction(Batch::complete);
    long unused =
        held(
            MOST_OF_CIRCLE,
            connection -> {
              LeavingRows.record(connection, move, tables);
              return 0L;
            });
  }

  /**
   * What an older version left is completed in a short transaction: to make something there is to
   * have the bookkeeping alone, and every tenant's fence needs it.
   */
  private static boolean complete(Connection connection) throws SQLException {
    boolean there = Bookkeeping.exists(connection);
    if (there) {
      Bookkeeping.ensure(connection);
    }
    return there;
  }

  private long transaction(Duration most, PostgresSide.Work<Long> work) {
    long deleted =
        held(
            most,
            connection -> {
              long gone = work.run(connection);
              FailPoint.PURGE_ROWS_DELETED.reached();
              return gone;
            });
    FailPoint.PURGE_BATCH_COMMITTED.reached();
    return deleted;
  }

  private long held(Duration most, PostgresSide.Work<Long> work) {
    return source.transaction(
        connection -> {
          LeftGuard.hold(connection, move, most);
          execute(connection, "SET LOCAL lock_timeout = " + LOCK_MILLIS);
          Admission.admit(connection, move.tenant().id());
          if (quiet) {
            QuietSession.begin(connection);
          }
          SearchPath.set(connection, SearchPath.source(scope));
          return work.run(connection);
        });
  }

  private static String lock(String rows) {
    return "SELECT pg_catalog.count(*) FROM (" + rows + " FOR UPDATE) AS locked";
  }

  private void refuseShared(Connection connection, Part.Slice slice) throws SQLException {
    Optional<String> question = slice.shared();
    if (question.isPresent() && count(connection, question.get()) > 0) {
      throw new MoveFailed(
          "%s: rows of %s that are to be deleted are not %s's alone any more: its predicate reaches them for others too; nothing of this batch was"
              .formatted(source.cell(), slice.part().root(), move.tenant().name()));
    }
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

  static long execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.executeUpdate(sql);
    }
  }
}
