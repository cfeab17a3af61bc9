package dev.rehome.postgres.look;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Transactions under way that hold a table of the move by a lock that nobody needs who only writes
 * rows. One of them may have switched the guard's triggers off, or write past them, and nothing of
 * it is seen before it commits. Neither vacuum, which gives its lock back, nor movers count.
 */
final class TableHolders {
  private static final String QUESTION =
      """
      SELECT DISTINCT l.relation::text, l.mode, coalesce(a.pid::text, 'prepared'), a.application_name, a.usename,
        pg_catalog.left(a.query, 200) AS query
      FROM pg_catalog.pg_locks l
      LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE l.granted AND l.locktype = 'relation' AND l.relation = ANY (?::oid[])
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND l.mode IN ('ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
        AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
        AND coalesce(a.backend_type, '') <> 'autovacuum worker'
        AND coalesce(a.application_name, '') NOT LIKE 'rehome/%'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.pid = l.pid)
      ORDER BY 1
      """;

  private TableHolders() {}

  /**
   * One sentence for each of them.
   *
   * @param tables by name
   */
  static List<String> find(
      Connection connection, String cell, Map<String, Map<String, String>> tables)
      throws SQLException {
    Collection<String> ids = tables.values().stream().map(f -> f.get(TableFacts.ID)).toList();
    List<String> holders = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(QUESTION)) {
      query.setArray(1, connection.createArrayOf("text", ids.toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          holders.add(
              "%s %s: is held by a transaction that may be writing past the guard (%s, pid %s, application %s, user %s, query: %s)"
                  .formatted(
                      cell,
                      name(tables, row.getString(1)),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5),
                      row.getString(6)));
        }
      }
    }
    return holders;
  }

  private static String name(Map<String, Map<String, String>> tables, String id) {
    return tables.entrySet().stream()
        .filter(table -> table.getValue().get(TableFacts.ID).equals(id))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(id);
  }
}
