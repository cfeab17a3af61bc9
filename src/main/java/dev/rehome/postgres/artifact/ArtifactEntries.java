package dev.rehome.postgres.artifact;

import dev.rehome.model.Move;
import dev.rehome.postgres.artifact.DurableFile.Content;
import dev.rehome.postgres.copy.pipe.KeptRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The files of rows that count, in the target's book. All in the caller's transaction. */
final class ArtifactEntries {
  private ArtifactEntries() {}

  /** Enters a file in place of any of the same rows, also of an older epoch. */
  static void add(Connection target, Move move, Entry entry) throws SQLException {
    remove(target, move, entry.rows());
    try (PreparedStatement insert =
        target.prepareStatement(
            """
            INSERT INTO _rehome.artifact
              (move, file, relation, epoch, kept_rows, kept_bytes, sha256, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      insert.setString(1, move.id());
      insert.setString(2, entry.file());
      insert.setString(3, entry.rows().relation());
      insert.setLong(4, entry.epoch());
      insert.setLong(5, entry.count());
      insert.setLong(6, entry.content().bytes());
      insert.setString(7, entry.content().sha256());
      insert.setString(8, entry.detail());
      insert.executeUpdate();
    }
  }

  /** Removes what was written of these rows, whatever the epoch. */
  static void remove(Connection target, Move move, KeptRows rows) throws SQLException {
    change(
        target,
        "DELETE FROM _rehome.artifact WHERE move = ? AND pg_catalog.starts_with(file, ?)",
        move,
        Entry.prefix(rows));
  }

  /** Removes all files of a physical table. */
  static void forget(Connection target, Move move, String relation) throws SQLException {
    change(target, "DELETE FROM _rehome.artifact WHERE move = ? AND relation = ?", move, relation);
  }

  private static void change(Connection target, String sql, Move move, String what)
      throws SQLException {
    try (PreparedStatement delete = target.prepareStatement(sql)) {
      delete.setString(1, move.id());
      delete.setString(2, what);
      delete.executeUpdate();
    }
  }

  /** All of them, in the order of the plan. */
  static List<Entry> read(Connection target, Move move) throws SQLException {
    try (PreparedStatement query =
        target.prepareStatement(
            """
            SELECT file, relation, epoch, kept_rows, kept_bytes, sha256, detail
            FROM _rehome.artifact WHERE move = ? ORDER BY file COLLATE "C"
            """)) {
      query.setString(1, move.id());
      List<Entry> entries = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          entries.add(
              new Entry(
                  row.getString(1),
                  row.getLong(3),
                  row.getLong(4),
                  new Content(row.getLong(5), row.getString(6)),
                  Entry.rows(row.getString(7), row.getString(2))));
        }
      }
      return entries;
    }
  }
}
