package dev.rehome.postgres.purge;

import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A foreign key into a table of the tenant's.
 *
 * @param columns the child's column for each of the parent's
 * @param matches SQL that is true where a row {@code c} of the child refers to a row {@code p}
 */
record ForeignKey(
    String name,
    Side child,
    Side parent,
    Map<String, String> columns,
    String matches,
    List<String> parentColumns) {
  /** A table at one end; the key is about its partitions too, but not about those who inherit. */
  record Side(TableName table, boolean partitioned) {
    /** For a FROM. */
    String from() {
      return (partitioned ? "" : "ONLY ") + table.sql();
    }
  }

  private static final String INTO =
      """
      SELECT con.conname, cn.nspname, c.relname, c.relkind = 'p', pn.nspname, p.relname, p.relkind = 'p',
             k.child, k.parent, k.matches
      FROM pg_catalog.pg_constraint con
      JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
      JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
      JOIN pg_catalog.pg_class p ON p.oid = con.confrelid
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
      CROSS JOIN LATERAL (
        SELECT pg_catalog.array_agg(ca.attname::text ORDER BY k.place) AS child,
               pg_catalog.array_agg(pa.attname::text ORDER BY k.place) AS parent,
               pg_catalog.string_agg(
                 pg_catalog.format('p.%I OPERATOR(%I.%s) c.%I', pa.attname, n.nspname, o.oprname, ca.attname),
                 ' AND ' ORDER BY k.place) AS matches
        FROM ROWS FROM (pg_catalog.unnest(con.conkey), pg_catalog.unnest(con.confkey), pg_catalog.unnest(con.conpfeqop)) WITH ORDINALITY AS k (child, parent, operator, place)
        JOIN pg_catalog.pg_attribute ca ON ca.attrelid = con.conrelid AND ca.attnum = k.child
        JOIN pg_catalog.pg_attribute pa ON pa.attrelid = con.confrelid AND pa.attnum = k.parent
        JOIN pg_catalog.pg_operator o ON o.oid = k.operator
        JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace) AS k
      WHERE con.contype = 'f' AND con.conparentid = 0
        AND con.confrelid = ANY (SELECT pg_catalog.to_regclass(name)::oid FROM pg_catalog.unnest(?) AS name)
      ORDER BY cn.nspname, c.relname, con.conname
      """;

  /** All that refer to one of the tables. */
  static List<ForeignKey> into(Connection connection, List<TableName> tables) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(INTO)) {
      query.setArray(
          1, connection.createArrayOf("text", tables.stream().map(TableName::sql).toArray()));
      List<ForeignKey> keys = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String[] child = (String[]) row.getArray(8).getArray();
          String[] parent = (String[]) row.getArray(9).getArray();
          Map<String, String> columns = new TreeMap<>();
          for (int i = 0; i < child.length; i++) {
            columns.put(parent[i], child[i]);
          }
          keys.add(
              new ForeignKey(
                  row.getString(1),
                  new Side(new TableName(row.getString(2), row.getString(3)), row.getBoolean(4)),
                  new Side(new TableName(row.getString(5), row.getString(6)), row.getBoolean(7)),
                  columns,
                  row.getString(10),
                  List.of(parent)));
        }
      }
      return keys;
    }
  }
}
