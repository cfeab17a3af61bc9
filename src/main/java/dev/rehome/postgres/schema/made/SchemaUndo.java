package dev.rehome.postgres.schema.made;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes away what a move made in the target's catalog, by the move's record of it. */
public final class SchemaUndo {
  private SchemaUndo() {}

  /**
   * Executes the record's undo statements, last first, in the caller's transaction, and empties the
   * record. The second time finds nothing to do.
   *
   * @throws MoveFailed naming what somebody else has made on top of the move's objects and would
   *     have gone with them; the caller's rollback keeps everything
   */
  public static void discard(Connection connection, Move move) throws SQLException {
    if (!Bookkeeping.exists(connection)) {
      return;
    }
    List<String> undo =
        Rows.strings(
            connection,
            "SELECT undo FROM _rehome.made WHERE move = ? ORDER BY ordinal DESC",
            move.id());
    if (undo.isEmpty()) {
      return;
    }
    List<UserObject> before = UserObject.read(connection);
    Set<String> ours = MadeObjects.ids(before, MadeObjects.addresses(connection, move));
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL search_path = ''; SET LOCAL client_min_messages = warning");
      for (String sql : undo) {
        if (!sql.isEmpty()) {
          statement.execute(sql);
        }
      }
    }
    refuseOthers(connection, move, before, ours);
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM _rehome.made WHERE move = ?")) {
      delete.setString(1, move.id());
      delete.executeUpdate();
    }
  }

  private static void refuseOthers(
      Connection connection, Move move, List<UserObject> before, Set<String> ours)
      throws SQLException {
    Set<String> left =
        UserObject.read(connection).stream().map(UserObject::id).collect(Collectors.toSet());
    List<String> others =
        before.stream()
            .filter(object -> !left.contains(object.id()))
            .filter(object -> !ours.contains(object.id()) && !ours.contains(object.root()))
            .map(UserObject::address)
            .toList();
    if (!others.isEmpty()) {
      throw new MoveFailed(
          move
              + ": what the move made in the target cannot be taken away, because others depend on"
              + " it: "
              + String.join(", ", others)
              + "; drop these first");
    }
  }
}
