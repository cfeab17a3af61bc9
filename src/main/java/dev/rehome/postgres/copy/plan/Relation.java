package dev.rehome.postgres.copy.plan;

import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A physical table as it lies on disk.
 *
 * @param blocks of its main fork
 * @param bytes with TOAST
 * @param filenode its name on disk; a rewrite (VACUUM FULL, CLUSTER) gives it a new one
 */
public record Relation(TableName name, long blocks, long bytes, String filenode) {

  public static Relation read(Connection source, TableName name) throws SQLException {
    try (PreparedStatement query =
        source.prepareStatement(
            """
            SELECT pg_catalog.pg_relation_size(t.id)
                     / pg_catalog.current_setting('block_size')::bigint,
                   pg_catalog.pg_table_size(t.id),
                   coalesce(pg_catalog.pg_relation_filenode(t.id), 0)::text
            FROM (SELECT ?::regclass AS id) AS t
            """)) {
      query.setString(1, name.sql());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new Relation(name, row.getLong(1), row.getLong(2), row.getString(3));
      }
    }
  }

  /** Ranges of blocks of about the given size: the first without a beginning, the last open. */
  public List<String> ranges(long bytesMax) {
    long each = bytes == 0 ? 1 : Math.max(1, (long) (blocks * ((double) bytesMax / bytes)));
    List<String> ranges = new ArrayList<>();
    for (long from = 0; from == 0 || from < blocks; from += each) {
      List<String> condition = new ArrayList<>();
      if (from > 0) {
        condition.add("ctid >= '(" + from + ",0)'::tid");
      }
      if (from + each < blocks) {
        condition.add("ctid < '(" + (from + each) + ",0)'::tid");
      }
      ranges.add(condition.isEmpty() ? "true" : String.join(" AND ", condition));
    }
    return ranges;
  }

  /** The filenode of a table by its name as SQL. */
  public static String filenode(Connection source, String relation) throws SQLException {
    try (PreparedStatement query =
        source.prepareStatement(
            "SELECT coalesce(pg_catalog.pg_relation_filenode(?::regclass), 0)::text")) {
      query.setString(1, relation);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
