package dev.rehome.moves;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** What is in a database's catalog beyond the system's own, one line each; rows are not in it. */
public final class Catalog {
  private static final String OURS =
      """
      WITH own AS (
        SELECT oid, nspname FROM pg_namespace
        WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND nspname !~ '^pg_(toast_)?temp')
      SELECT 'schema ' || o.nspname || ' of ' || n.nspowner::regrole || ' ' || coalesce(n.nspacl::text, '') || coalesce(obj_description(n.oid), '')
        FROM own o JOIN pg_namespace n USING (oid)
      UNION ALL SELECT 'relation ' || o.nspname || '.' || relname || ' ' || relkind::text || ' of ' || relowner::regrole || ' ' || coalesce(relacl::text, '')
        FROM pg_class JOIN own o ON o.oid = relnamespace
      UNION ALL SELECT 'type ' || o.nspname || '.' || typname FROM pg_type JOIN own o ON o.oid = typnamespace
      UNION ALL SELECT 'function ' || p.oid::regprocedure FROM pg_proc p JOIN own o ON o.oid = pronamespace
      UNION ALL SELECT 'trigger ' || tgrelid::regclass || '.' || CASE WHEN tgisinternal THEN 'internal' ELSE tgname || ' ' || tgenabled::text END FROM pg_trigger
      UNION ALL SELECT 'constraint ' || o.nspname || '.' || conname FROM pg_constraint JOIN own o ON o.oid = connamespace
      UNION ALL SELECT 'statistics ' || o.nspname || '.' || stxname FROM pg_statistic_ext JOIN own o ON o.oid = stxnamespace
      UNION ALL SELECT 'extension ' || extname FROM pg_extension
      UNION ALL SELECT 'default privileges ' || defaclacl::text FROM pg_default_acl
      UNION ALL SELECT 'database ' || coalesce(datacl::text, '') FROM pg_database WHERE datname = current_database()
      """;

  private static final String SESSIONS =
      """
      SELECT application_name || ' ' || state || ' ' || query FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE 'rehome/m%'
      """;

  private static final String GUARD = "SELECT state || ' of ' || move FROM _rehome.guard";

  private Catalog() {}

  public static Set<String> of(Connection connection) throws SQLException {
    return lines(connection, OURS);
  }

  /** The sessions of movers. */
  static Set<String> sessions(Connection connection) throws SQLException {
    return lines(connection, SESSIONS);
  }

  /** The guards that are there. */
  public static Set<String> guards(Connection connection) throws SQLException {
    return lines(connection, GUARD);
  }

  private static Set<String> lines(Connection connection, String sql) throws SQLException {
    Set<String> lines = new TreeSet<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = pg_catalog");
      try (ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          lines.add(row.getString(1));
        }
      }
    }
    return lines;
  }
}
