package dev.rehome.postgres.purge;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.sql.Faults;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rows that an {@link OldCopy} was put aside as, in the caller's transaction. */
public final class KeptAside {
  private KeptAside() {}

  private record Kept(String table, String insert) {}

  /** What puts them back, all by one statement, in SQL; empty where none are. */
  public static String statement(Connection target, Move move) throws SQLException {
    List<String> inserts = new ArrayList<>();
    for (Kept one : kept(target, move)) {
      inserts.add("back%d AS (%s)".formatted(inserts.size(), one.insert));
    }
    return inserts.isEmpty() ? "" : "WITH " + String.join(", ", inserts) + " SELECT";
  }

  /**
   * Runs that statement. The triggers must be silent, and the tenant's writes admitted.
   *
   * @throws MoveFailed when somebody has taken a key of theirs meanwhile; nothing is changed then
   */
  public static void putBack(Connection target, Move move) throws SQLException {
    String statement = statement(target, move);
    if (statement.isEmpty()) {
      return;
    }
    Savepoint before = target.setSavepoint();
    try (Statement session = target.createStatement()) {
      session.setEscapeProcessing(false);
      session.execute(statement);
    } catch (SQLException e) {
      target.rollback(before);
      if (String.valueOf(e.getSQLState()).startsWith("23")) {
        throw new MoveFailed(
            "%s: the rows that %s left at %s are put aside in schema _rehome and cannot be put back: %s; change what is in their way there, the next start goes on"
                .formatted(move, move.tenant().name(), move.target(), Faults.words(e)),
            e);
      }
      throw e;
    }
    target.releaseSavepoint(before);
    FailPoint.OLD_COPY_PUT_BACK.reached();
    drop(target, move);
  }

  /** Drops them. The second time finds nothing. */
  public static void drop(Connection target, Move move) throws SQLException {
    try (Statement statement = target.createStatement()) {
      for (Kept one : kept(target, move)) {
        statement.execute("DROP TABLE IF EXISTS " + one.table);
      }
    }
    if (Bookkeeping.exists(target)) {
      try (PreparedStatement forget =
          target.prepareStatement("DELETE FROM _rehome.made WHERE move = ? AND kind = ?")) {
        forget.setString(1, move.id());
        forget.setString(2, OldCopy.KIND);
        forget.executeUpdate();
      }
    }
  }

  private static List<Kept> kept(Connection target, Move move) throws SQLException {
    List<Kept> kept = new ArrayList<>();
    if (!Bookkeeping.exists(target)) {
      return kept;
    }
    try (PreparedStatement query =
        target.prepareStatement(
            """
            SELECT identity, undo FROM _rehome.made WHERE move = ? AND kind = ? ORDER BY ordinal
            """)) {
      query.setString(1, move.id());
      query.setString(2, OldCopy.KIND);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          kept.add(new Kept(row.getString(1), row.getString(2)));
        }
      }
    }
    return kept;
  }
}
