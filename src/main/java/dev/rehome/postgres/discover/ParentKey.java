package dev.rehome.postgres.discover;

import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A foreign key, as a step from a row to whose it is.
 *
 * @param columns of the child, for each of the parent's
 * @param nullable whether a row may refer to no parent
 * @param cascades whether the child goes with its parent, which it is a part of then
 */
record ParentKey(
    String name,
    TableName child,
    List<String> columns,
    TableName parent,
    List<String> parentColumns,
    boolean nullable,
    boolean validated,
    boolean cascades) {
  private static final String KEYS =
      """
      SELECT k.conname, n.nspname, c.relname, pn.nspname AS parent_schema, p.relname AS parent,
        k.convalidated, k.confdeltype = 'c' AS cascades,
        ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.num
          ORDER BY place) AS columns,
        ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.num
          ORDER BY place) AS parent_columns,
        EXISTS (SELECT FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND NOT a.attnotnull) AS nullable
      FROM pg_catalog.pg_constraint k
      JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_class p ON p.oid = k.confrelid
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
      WHERE k.contype = 'f' AND k.conparentid = 0 AND NOT c.relispartition AND n.nspname = ANY (?)
      ORDER BY 2, 3, 1
      """;

  ParentKey {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }

  /** Those of the tables of the schemas, wherever they lead. */
  static List<ParentKey> read(Connection source, List<String> schemas) throws SQLException {
    return Rows.of(
        source,
        KEYS,
        row ->
            new ParentKey(
                row.getString("conname"),
                new TableName(row.getString("nspname"), row.getString("relname")),
                strings(row.getArray("columns")),
                new TableName(row.getString("parent_schema"), row.getString("parent")),
                strings(row.getArray("parent_columns")),
                row.getBoolean("nullable"),
                row.getBoolean("convalidated"),
                row.getBoolean("cascades")),
        schemas);
  }

  private static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  boolean ofItself() {
    return child.equals(parent);
  }

  /** A step that does not surely lead each row to a parent. */
  boolean unsure() {
    return nullable || !validated;
  }

  /** {@code order_id → orders}. */
  String text() {
    return String.join(", ", columns) + " → " + parent.table();
  }
}
