package dev.rehome.postgres.copy;

import dev.rehome.model.Move;
import dev.rehome.postgres.copy.plan.RowsChunk.Blocks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What happens when a table was rewritten (VACUUM FULL) after its blocks were counted, which can be
 * only while nobody held the snapshot: the first chunk to notice takes away what came in by the old
 * blocks and copies the table whole; the others then have nothing to do. All of it in the chunk's
 * own transaction.
 */
record Rewritten(Connection target, Move move, Blocks blocks, String filenode) {
  /** What the receipt of a chunk of blocks says of where they lay. */
  static String detail(Blocks blocks) {
    return blocks.relation() + "@" + blocks.filenode();
  }

  private String whole() {
    return blocks.relation() + "@" + filenode + " whole";
  }

  /**
   * Makes room for a whole copy in the table, and gives the detail for its receipt; empty when
   * another chunk has copied it whole already.
   */
  Optional<String> begin() throws SQLException {
    lock();
    if (done()) {
      return Optional.empty();
    }
    try (PreparedStatement delete =
        target.prepareStatement(
            """
            DELETE FROM %s WHERE xmin = ANY (ARRAY(
              SELECT (xid %% 4294967296)::text::xid FROM _rehome.receipt
              WHERE move = ? AND pg_catalog.starts_with(detail, ?)))
            """
                .formatted(blocks.written()))) {
      delete.setString(1, move.id());
      delete.setString(2, blocks.relation() + "@");
      delete.executeUpdate();
    }
    return Optional.of(whole());
  }

  private void lock() throws SQLException {
    try (PreparedStatement lock =
        target.prepareStatement(
            "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(?, 0))")) {
      lock.setString(1, move.id() + " " + blocks.relation());
      lock.execute();
    }
  }

  private boolean done() throws SQLException {
    try (PreparedStatement query =
        target.prepareStatement("SELECT FROM _rehome.receipt WHERE move = ? AND detail = ?")) {
      query.setString(1, move.id());
      query.setString(2, whole());
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }
}
