package dev.rehome.postgres.schema.made;

import dev.rehome.model.Move;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a transaction makes, found by comparing the catalog before and after, and by whose
 * transaction wrote it: what others make meanwhile is not taken for ours.
 */
public final class MadeObjects {
  private final Set<String> before;

  private MadeObjects(Set<String> before) {
    this.before = before;
  }

  public static MadeObjects before(Connection connection) throws SQLException {
    return new MadeObjects(Set.copyOf(UserObject.ids(connection)));
  }

  /** Writes what is new since, and does not go with something that is ours, into the record. */
  public void record(Connection connection, Move move) throws SQLException {
    List<UserObject> made =
        UserObject.written(connection).stream()
            .filter(object -> object.id().indexOf(':') == object.id().lastIndexOf(':'))
            .filter(object -> !before.contains(object.id()))
            .toList();
    Set<String> ours = addresses(connection, move);
    made.forEach(object -> ours.add(object.address()));
    for (UserObject object : made) {
      if (object.root().equals(object.id()) || !ours.contains(object.rootAddress())) {
        record(connection, move, object.kind(), object.identity(), object.drop());
      }
    }
  }

  /** One line of the record; {@code undo} is executed, last line first, when the move is undone. */
  public static void record(
      Connection connection, Move move, String kind, String identity, String undo)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO _rehome.made (move, kind, identity, undo) VALUES (?, ?, ?, ?)")) {
      insert.setString(1, move.id());
      insert.setString(2, kind);
      insert.setString(3, identity);
      insert.setString(4, undo);
      insert.executeUpdate();
    }
  }

  /** Kind and identity of everything in the move's record. */
  public static Set<String> addresses(Connection connection, Move move) throws SQLException {
    return new HashSet<>(
        Rows.strings(
            connection,
            "SELECT kind || ' ' || identity FROM _rehome.made WHERE move = ?",
            move.id()));
  }

  /** The ids of those objects that have one of these addresses. */
  static Set<String> ids(List<UserObject> objects, Set<String> addresses) {
    return objects.stream()
        .filter(object -> addresses.contains(object.address()))
        .map(UserObject::id)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
