package dev.rehome.postgres.copy.ledger;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.Receipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of receipts in the target. All in the caller's transaction. */
final class Receipts {
  private Receipts() {}

  /** The detail that a chunk left; empty when it has not been copied. */
  static Optional<String> detail(Connection connection, Move move, String chunk)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT detail FROM _rehome.receipt WHERE move = ? AND chunk = ?")) {
      query.setString(1, move.id());
      query.setString(2, chunk);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** Deletes everything that the bookkeeping has of the move, its lease last. */
  static void forget(Connection connection, Move move) throws SQLException {
    for (String book : List.of("receipt", "made", "artifact", "lease")) {
      try (PreparedStatement forget =
          connection.prepareStatement("DELETE FROM _rehome." + book + " WHERE move = ?")) {
        forget.setString(1, move.id());
        forget.executeUpdate();
      }
    }
  }

  /** The receipt's row comes first, so that a second caller waits here and not after its work. */
  static boolean begin(Connection connection, Move move, Chunk chunk) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO _rehome.receipt (move, chunk, epoch, copied_rows, copied_bytes, digest)
            VALUES (?, ?, ?, 0, 0, '') ON CONFLICT DO NOTHING
            """)) {
      insert.setString(1, move.id());
      insert.setString(2, chunk.id());
      insert.setLong(3, move.epoch());
      return insert.executeUpdate() == 1;
    }
  }

  static void write(Connection connection, Move move, Chunk chunk, Copied copied)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE _rehome.receipt SET copied_rows = ?, copied_bytes = ?, digest = ?, detail = ?
            WHERE move = ? AND chunk = ?
            """)) {
      update.setLong(1, copied.rows());
      update.setLong(2, copied.bytes());
      update.setString(3, copied.digest());
      update.setString(4, copied.detail());
      update.setString(5, move.id());
      update.setString(6, chunk.id());
      update.executeUpdate();
    }
  }

  static Optional<Receipt> find(Connection connection, Move move, String chunk)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            SELECT copied_rows, copied_bytes, digest FROM _rehome.receipt
            WHERE move = ? AND chunk = ?
            """)) {
      query.setString(1, move.id());
      query.setString(2, chunk);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                receipt(
                    move, chunk, new Copied(row.getLong(1), row.getLong(2), row.getString(3), "")))
            : Optional.empty();
      }
    }
  }

  static Receipt receipt(Move move, String chunk, Copied copied) {
    return new Receipt(
        move.id(), "postgres", chunk, copied.rows(), copied.bytes(), copied.digest());
  }
}
