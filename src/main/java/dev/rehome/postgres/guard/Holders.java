package dev.rehome.postgres.guard;

import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Who holds a fence up, for people: pid, application, user, age and query of each session. */
final class Holders {
  private static final String COLUMNS =
      """
      SELECT DISTINCT a.pid, a.application_name, a.usename, a.state, left(a.query, 200),
             extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.backend_start))::bigint,
             p.gid
      FROM pg_locks l
      LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      LEFT JOIN pg_locks x ON l.pid IS NULL AND x.pid IS NULL AND x.locktype = 'transactionid'
        AND x.virtualtransaction = l.virtualtransaction
      LEFT JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
      WHERE l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private Holders() {}

  /** The transactions that have written for the tenant, or wait to know whether they may. */
  static List<String> ofTenant(Connection connection, String tenantId) throws SQLException {
    List<String> marked =
        JdbcForms.rows(
            connection,
            COLUMNS
                + """
                AND l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = 734663
                AND l.objid = (hashtext(?)::bigint & 4294967295)::oid
                """,
            Holders::line,
            tenantId);
    return marked.isEmpty() ? ofGuards(connection) : marked;
  }

  /** Somebody who holds a guard's row without our functions, e.g. by hand. */
  private static List<String> ofGuards(Connection connection) throws SQLException {
    return JdbcForms.rows(
        connection,
        COLUMNS
            + """
            AND l.relation = '_rehome.guard'::regclass
            AND l.mode IN ('RowShareLock', 'RowExclusiveLock')
            """,
        Holders::line);
  }

  /** The transactions that may have written to the table, or to a partition of it. */
  static List<String> ofTable(Connection connection, TableName table) throws SQLException {
    return JdbcForms.rows(
        connection,
        COLUMNS
            + """
            AND l.relation = ANY (?::oid[])
            AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
            """,
        Holders::line,
        TableLock.covered(connection, table));
  }

  static String sentence(List<String> holders) {
    return holders.isEmpty()
        ? "a session that has ended meanwhile, or that we may not see (GRANT pg_read_all_stats)"
        : String.join("; ", holders);
  }

  private static String line(ResultSet row) throws SQLException {
    if (row.getString(7) != null) {
      return "prepared transaction %s (COMMIT PREPARED or ROLLBACK PREPARED it)"
          .formatted(row.getString(7));
    }
    return "pid %d, application %s, user %s, %s for %d s, query: %s"
        .formatted(
            row.getInt(1),
            shown(row.getString(2)),
            shown(row.getString(3)),
            shown(row.getString(4)),
            row.getLong(6),
            shown(row.getString(5)));
  }

  private static String shown(String value) {
    return value == null || value.isBlank() ? "(unknown)" : value;
  }
}
