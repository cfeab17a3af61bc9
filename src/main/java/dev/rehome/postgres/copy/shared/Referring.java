package dev.rehome.postgres.copy.shared;

import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key into a table, from wherever; those of partitions go with their root's.
 *
 * @param columns quoted, in the order of {@code toColumns}
 */
record Referring(String constraint, TableName table, List<String> columns, List<String> toColumns) {
  private static final String QUESTION =
      """
      SELECT k.conname, n.nspname, c.relname,
        ARRAY(SELECT pg_catalog.quote_ident(a.attname)
          FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.num
          ORDER BY place) AS columns,
        ARRAY(SELECT pg_catalog.quote_ident(a.attname)
          FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.num
          ORDER BY place) AS to_columns
      FROM pg_catalog.pg_constraint k
      JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid = pg_catalog.to_regclass(?)
      ORDER BY 2, 3, 1
      """;

  Referring {
    columns = List.copyOf(columns);
    toColumns = List.copyOf(toColumns);
  }

  static List<Referring> to(Connection target, TableName table) throws SQLException {
    return Rows.of(
        target,
        QUESTION,
        row ->
            new Referring(
                row.getString("conname"),
                new TableName(row.getString("nspname"), row.getString("relname")),
                names(row, "columns"),
                names(row, "to_columns")),
        table.sql());
  }

  /** A condition over the table it refers to, by its alias: no row refers to that one. */
  String nobody(String alias) {
    return "NOT EXISTS (SELECT FROM %s AS _rehome_from WHERE %s)"
        .formatted(
            table.sql(),
            IntStream.range(0, columns.size())
                .mapToObj(
                    i ->
                        "_rehome_from.%s = %s.%s"
                            .formatted(columns.get(i), alias, toColumns.get(i)))
                .collect(Collectors.joining(" AND ")));
  }

  private static List<String> names(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
