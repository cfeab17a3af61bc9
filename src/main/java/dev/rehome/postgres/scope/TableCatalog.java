package dev.rehome.postgres.scope;

import dev.rehome.postgres.scope.ScopedTable.Leaf;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tables of some schemas: plain, partitioned and foreign ones, by name. Partitions and what
 * belongs to an extension are not listed.
 */
public final class TableCatalog {
  private static final String TABLES =
      """
      SELECT c.oid::text AS id, n.nspname, c.relname, c.relkind, c.relpersistence = 'u' AS unlogged
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
            AND d.deptype = 'e')
      """;

  private static final String COLUMNS =
      """
      SELECT a.attrelid::text AS id, a.attname,
        pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
        a.attnotnull, a.attgenerated <> '' AS generated, a.atttypid::text AS type_id
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = ANY (?::pg_catalog.oid[]) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attrelid, a.attnum
      """;

  private static final String KEYS =
      """
      SELECT i.indrelid::text AS id, a.attname
      FROM pg_catalog.pg_index i
      CROSS JOIN LATERAL pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ANY (?::pg_catalog.oid[]) AND i.indisprimary AND k.place <= i.indnkeyatts
      ORDER BY i.indrelid, k.place
      """;

  private static final String LEAVES =
      """
      WITH RECURSIVE tree (root, id) AS (
        SELECT c.oid, c.oid FROM pg_catalog.pg_class c WHERE c.oid = ANY (?::pg_catalog.oid[])
        UNION ALL
        SELECT tree.root, c.oid
        FROM tree
        JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.id
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition)
      SELECT tree.root::text AS id, n.nspname, c.relname, c.relkind = 'p' AS partitioned
      FROM tree
      JOIN pg_catalog.pg_class c ON c.oid = tree.id
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      ORDER BY n.nspname, c.relname
      """;

  private TableCatalog() {}

  /** As of one moment: a table that goes meanwhile is there with all its columns, or not at all. */
  public static List<CatalogTable> read(Connection connection, List<String> schemas)
      throws SQLException {
    return Rows.atOneMoment(connection, () -> tables(connection, schemas));
  }

  private static List<CatalogTable> tables(Connection connection, List<String> schemas)
      throws SQLException {
    List<Found> found =
        Rows.of(
            connection,
            TABLES,
            row ->
                new Found(
                    row.getString("id"),
                    new TableName(row.getString("nspname"), row.getString("relname")),
                    row.getString("relkind"),
                    row.getBoolean("unlogged")),
            schemas);
    List<String> ids = found.stream().map(Found::id).toList();
    Map<String, List<Column>> columns = columns(connection, ids);
    Map<String, List<String>> keys =
        byTable(
            Rows.of(
                connection,
                KEYS,
                row -> Map.entry(row.getString("id"), row.getString("attname")),
                ids));
    Map<String, List<Leaf>> leaves =
        byTable(
            Rows.of(
                connection,
                LEAVES,
                row ->
                    Map.entry(
                        row.getString("id"),
                        new Leaf(
                            new TableName(row.getString("nspname"), row.getString("relname")),
                            row.getBoolean("partitioned"))),
                ids));
    return found.stream()
        .map(
            table ->
                new CatalogTable(
                    table.name,
                    table.kind,
                    table.unlogged,
                    columns.getOrDefault(table.id, List.of()),
                    keys.getOrDefault(table.id, List.of()),
                    leaves.getOrDefault(table.id, List.of())))
        .sorted(Comparator.comparing(CatalogTable::name))
        .toList();
  }

  private static Map<String, List<Column>> columns(Connection connection, List<String> ids)
      throws SQLException {
    BinaryTypes binary = BinaryTypes.read(connection);
    return byTable(
        Rows.of(
            connection,
            COLUMNS,
            row ->
                Map.entry(
                    row.getString("id"),
                    new Column(
                        row.getString("attname"),
                        row.getString("type"),
                        row.getBoolean("attnotnull"),
                        row.getBoolean("generated"),
                        binary.has(row.getString("type_id")))),
            ids));
  }

  private static <T> Map<String, List<T>> byTable(List<Map.Entry<String, T>> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private record Found(String id, TableName name, String kind, boolean unlogged) {}
}
