package dev.rehome.postgres.scope;

import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which tables the mover may read, whole: by privilege, and with no row hidden by a policy. */
public final class ReadableTables {
  /** Null is the answer about a table that was dropped meanwhile. */
  private static final String MAY =
      """
      SELECT coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
        AND NOT pg_catalog.row_security_active(c.oid), true)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ?
      """;

  private ReadableTables() {}

  /** Those of the scope's tables that it may not. */
  public static List<TableName> not(Connection connection, Scope scope) throws SQLException {
    List<TableName> not = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      TableName name = table.source();
      if (!Rows.truth(connection, MAY, name.schema(), name.table())) {
        not.add(name);
      }
    }
    return not;
  }
}
