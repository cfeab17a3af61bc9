package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * By what keys are sorted so that both sides agree, and by their index where that will do.
 *
 * @param byBytes the columns of one table whose own collation compares bytes
 * @param utf8 whether the server stores text as UTF-8
 */
record KeyOrder(Set<String> byBytes, boolean utf8) {
  /** Types whose order is the same everywhere, and whose equal values print alike in a key. */
  private static final Set<String> SAME_EVERYWHERE =
      Set.of(
          "smallint",
          "integer",
          "bigint",
          "uuid",
          "date",
          "boolean",
          "bytea",
          "timestamp without time zone",
          "timestamp with time zone");

  private static final String BY_BYTES =
      """
      SELECT a.attname
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
      JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
      WHERE a.attrelid = ?::pg_catalog.regclass AND a.attnum > 0
        AND (c.collname IN ('C', 'POSIX')
          OR c.collname = 'default' AND d.datcollate IN ('C', 'POSIX')
            AND coalesce(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') = 'c')
      """;

  KeyOrder {
    byBytes = Set.copyOf(byBytes);
  }

  static KeyOrder read(Connection connection, TableName table) throws SQLException {
    Set<String> byBytes = new HashSet<>();
    try (PreparedStatement query = connection.prepareStatement(BY_BYTES)) {
      query.setString(1, table.sql());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          byBytes.add(row.getString(1));
        }
      }
      try (PreparedStatement encoding = connection.prepareStatement("SHOW server_encoding");
          ResultSet row = encoding.executeQuery()) {
        row.next();
        return new KeyOrder(byBytes, row.getString(1).equals("UTF8"));
      }
    }
  }

  /**
   * What to sort a column by.
   *
   * @param constant whether the column is the same in every row: it then sorts nothing
   */
  String by(Column column, boolean constant) {
    String name = Sql.name(column.name());
    if (constant || SAME_EVERYWHERE.contains(column.type())) {
      return name;
    }
    if (!utf8) {
      return "pg_catalog.convert_to(" + name + "::text, 'UTF8')";
    }
    boolean text = column.type().equals("text") || column.type().startsWith("character varying");
    return text && byBytes.contains(column.name()) ? name : name + "::text COLLATE \"C\"";
  }
}
