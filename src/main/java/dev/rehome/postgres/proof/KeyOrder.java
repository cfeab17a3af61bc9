package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
      SELECT asked.place, a.attname
      FROM pg_catalog.unnest(?::text[]) WITH ORDINALITY AS asked (name, place)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = asked.name::pg_catalog.regclass AND a.attnum > 0
      JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
      JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
      WHERE (c.collname IN ('C', 'POSIX')
          OR c.collname = 'default' AND d.datcollate IN ('C', 'POSIX')
            AND coalesce(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') = 'c')
      """;

  KeyOrder {
    byBytes = Set.copyOf(byBytes);
  }

  static KeyOrder read(Connection connection, TableName table) throws SQLException {
    return read(connection, List.of(table)).get(table);
  }

  /** Of many tables, by two statements. */
  static Map<TableName, KeyOrder> read(Connection connection, List<TableName> tables)
      throws SQLException {
    boolean utf8 = Rows.string(connection, "SHOW server_encoding").equals("UTF8");
    Map<TableName, Set<String>> byBytes = new HashMap<>();
    for (Map.Entry<TableName, String> column :
        Rows.of(
            connection,
            BY_BYTES,
            row -> Map.entry(tables.get(row.getInt(1) - 1), row.getString(2)),
            tables.stream().map(TableName::sql).toList())) {
      byBytes.computeIfAbsent(column.getKey(), key -> new HashSet<>()).add(column.getValue());
    }
    Map<TableName, KeyOrder> orders = new HashMap<>();
    for (TableName table : tables) {
      orders.put(table, new KeyOrder(byBytes.getOrDefault(table, Set.of()), utf8));
    }
    return orders;
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
