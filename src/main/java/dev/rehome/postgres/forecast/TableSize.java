package dev.rehome.postgres.forecast;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a table is the tenant's.
 *
 * @param seconds the counting took; 0 if the planner was asked
 * @param indexes of the table
 */
record TableSize(long rows, long bytes, double seconds, boolean guessed, long indexes) {
  private static final String CANCELED = "57014";
  private static final Pattern ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

  /** Counts for at most {@code timeout}, then asks the planner. */
  static TableSize of(Connection source, Move move, ScopedTable table, Duration timeout)
      throws SQLException {
    if (timeout.toMillis() > 0) {
      Savepoint before = source.setSavepoint();
      try {
        return counted(source, move, table, timeout);
      } catch (SQLException e) {
        if (!CANCELED.equals(e.getSQLState())) {
          throw e;
        }
        source.rollback(before);
      }
    }
    return guessed(source, move, table);
  }

  private static TableSize counted(
      Connection source, Move move, ScopedTable table, Duration timeout) throws SQLException {
    long begin = System.nanoTime();
    try (Statement statement = source.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = " + timeout.toMillis());
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT count(*), coalesce(sum(pg_catalog.pg_column_size(%s.*)), 0)
              FROM %s WHERE %s
              """
                  .formatted(Sql.name(table.source().table()), from(table), where(move, table)))) {
        row.next();
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new TableSize(
            row.getLong(1), row.getLong(2), seconds, false, indexes(statement, table));
      }
    }
  }

  /** The planner's number of rows; their bytes as those of the table's rows on average. */
  private static TableSize guessed(Connection source, Move move, ScopedTable table)
      throws SQLException {
    try (Statement statement = source.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = 0");
      long rows = 0;
      try (ResultSet row =
          statement.executeQuery(
              "EXPLAIN (FORMAT JSON) SELECT 1 FROM "
                  + from(table)
                  + " WHERE "
                  + where(move, table))) {
        row.next();
        Matcher plan = ROWS.matcher(row.getString(1));
        if (plan.find()) {
          rows = Long.parseLong(plan.group(1));
        }
      }
      return new TableSize(
          rows, (long) (rows * rowBytes(statement, table)), 0, true, indexes(statement, table));
    }
  }

  private static long indexes(Statement statement, ScopedTable table) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT pg_catalog.count(*) FROM pg_catalog.pg_index WHERE indrelid = %s::pg_catalog.regclass"
                .formatted(Sql.literal(table.source().sql())))) {
      row.next();
      return row.getLong(1);
    }
  }

  private static double rowBytes(Statement statement, ScopedTable table) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT coalesce(sum(pg_catalog.pg_table_size(c.oid)) / nullif(sum(greatest(c.reltuples, 0)), 0), 100)
            FROM pg_catalog.pg_class c
            WHERE c.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(%1$s::pg_catalog.regclass)
                            UNION SELECT %1$s::pg_catalog.regclass)
            """
                .formatted(Sql.literal(table.source().sql())))) {
      row.next();
      return row.getDouble(1);
    }
  }

  static String from(ScopedTable table) {
    return table.only() + table.source().sql();
  }

  static String where(Move move, ScopedTable table) {
    return table.reach().where(move.tenant().id());
  }

  /** How many chunks of at most so many bytes it will be about. */
  long chunks(long chunkBytesMax) {
    return Math.max(1, (bytes + chunkBytesMax - 1) / chunkBytesMax);
  }
}
