package dev.rehome.moves;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A tenant's rows as the tests see them: for each table how many, and a digest of their texts. */
public final class TenantRows {
  private static final String TABLES =
      """
      SELECT c.relname,
             (SELECT a.attname FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attname IN ('tenant_id', 'Tenant') AND NOT a.attisdropped)
      FROM pg_class c
      WHERE c.relnamespace = '%s'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      ORDER BY 1
      """;

  private TenantRows() {}

  private static final String DIGEST =
      "count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n"
          + "' ORDER BY t::text COLLATE \"C\")), '')";

  /** Those of one tenant among others, with the tables that belong to nobody whole. */
  public static Map<String, String> of(Connection connection, String schema, String tenant)
      throws SQLException {
    return read(connection, schema, tenant.replace("'", "''"), DIGEST);
  }

  /** All rows there are. */
  public static Map<String, String> all(Connection connection, String schema) throws SQLException {
    return read(connection, schema, null, DIGEST);
  }

  /** How many rows of a tenant each table has; for any number of them. */
  static Map<String, String> counts(Connection connection, String schema, String tenant)
      throws SQLException {
    return read(connection, schema, tenant.replace("'", "''"), "count(*)");
  }

  private static Map<String, String> read(
      Connection connection, String schema, String tenant, String value) throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = " + schema);
      statement.execute("SET extra_float_digits = 3");
      List<String[]> tables = new ArrayList<>();
      try (ResultSet row = statement.executeQuery(TABLES.formatted(schema))) {
        while (row.next()) {
          tables.add(new String[] {row.getString(1), row.getString(2)});
        }
      }
      for (String[] table : tables) {
        rows.put(table[0], value(statement, value, table[0], where(table[0], table[1], tenant)));
      }
    }
    return rows;
  }

  private static String where(String table, String column, String tenant) {
    if (tenant == null) {
      return "true";
    }
    return switch (table) {
      case "tenants" -> "id = '" + tenant + "'";
      case "order_lines" ->
          "order_id IN (SELECT id FROM orders WHERE tenant_id = '" + tenant + "')";
      default -> column == null ? "true" : '"' + column + "\" = '" + tenant + "'";
    };
  }

  private static String value(Statement statement, String value, String table, String where)
      throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT %s FROM \"%s\" t WHERE %s".formatted(value, table, where))) {
      row.next();
      return row.getString(1);
    }
  }
}
