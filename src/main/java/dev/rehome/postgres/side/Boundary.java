package dev.rehome.postgres.side;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A moment in the life of a server's transactions: rows that a later one has written are told by
 * their {@code xmin}.
 *
 * <p>Ids are compared as the server does, around the circle of 2^32, and only the piece between the
 * boundary and now counts. A frozen row shows the id that it once had: it is taken for a young one
 * only when that happens to lie in the piece, which a minute's transactions are a few millionths
 * of. A subtransaction's id is drawn from the same counter when it first writes, so it is young as
 * well. Transactions that were under way are listed: of these the subtransactions are not, but none
 * of them wrote past the guard, or a lock would have shown it when the boundary was drawn.
 *
 * @param next the first id that was not yet given, without its epoch
 * @param running the ids under way, as the text of an array
 */
public record Boundary(String next, String running) {
  private static final String QUESTION =
      """
      SELECT (pg_catalog.txid_snapshot_xmax(now) % 4294967296)::text,
        coalesce((SELECT pg_catalog.array_agg((id % 4294967296)::text)
                  FROM pg_catalog.txid_snapshot_xip(now) id), '{}')::text
      FROM pg_catalog.txid_current_snapshot() now
      """;

  public static Boundary read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUESTION)) {
      row.next();
      return new Boundary(row.getString(1), row.getString(2));
    }
  }

  public void put(Map<String, String> notes, String side) {
    notes.put(side + " next", next);
    notes.put(side + " running", running);
  }

  public static Boundary of(Map<String, String> notes, String side) {
    return new Boundary(notes.get(side + " next"), notes.get(side + " running"));
  }

  /** A condition over a table: its row was written by a later transaction. */
  public String younger() {
    return """
    pg_catalog.age(xmin) BETWEEN 0 AND (SELECT pg_catalog.age('%s'::xid)) OR xmin = ANY ('%s'::xid[])\
    """
        .formatted(next, running);
  }
}
