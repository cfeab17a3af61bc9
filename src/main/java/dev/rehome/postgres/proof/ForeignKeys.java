package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The foreign keys of a table in the target, looked at as the server would have. */
final class ForeignKeys {
  /** The validated ones of the table and of its partitions; a NOT VALID one promises nothing. */
  private static final String KEYS =
      """
      SELECT k.conname, k.conrelid::pg_catalog.regclass::text AS referring,
        k.confrelid::pg_catalog.regclass::text AS referred,
        ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.num
          ORDER BY place) AS columns,
        ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.num
          ORDER BY place) AS to_columns,
        ARRAY(SELECT pg_catalog.format('OPERATOR(%I.%s)', n.nspname, o.oprname)
          FROM pg_catalog.unnest(k.conpfeqop) WITH ORDINALITY AS equal (id, place)
          JOIN pg_catalog.pg_operator o ON o.oid = equal.id
          JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
          ORDER BY place) AS operators
      FROM pg_catalog.pg_constraint k
      WHERE k.contype = 'f' AND k.convalidated AND k.conparentid = 0
        AND k.conrelid IN (
          SELECT pg_catalog.to_regclass(?)
          UNION SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(?)))
      ORDER BY 1
      """;

  private record Key(
      String name,
      String referring,
      String referred,
      List<String> columns,
      List<String> toColumns,
      List<String> operators) {}

  private ForeignKeys() {}

  /**
   * How many rows refer to nothing, by the foreign key's name; those alone that have such rows.
   *
   * @param where the rows to look at, in the table's own name
   */
  static Map<String, Long> orphans(Connection target, ScopedTable table, String where)
      throws SQLException {
    Map<String, Long> orphans = new TreeMap<>();
    for (Key key : keys(target, table)) {
      try (Statement statement = target.createStatement()) {
        statement.setEscapeProcessing(false);
        try (ResultSet row = statement.executeQuery(question(key, table, where))) {
          row.next();
          if (row.getLong(1) > 0) {
            orphans.put(key.name, row.getLong(1));
          }
        }
      }
    }
    return orphans;
  }

  private static String question(Key key, ScopedTable table, String where) {
    String own = Sql.name(table.target().table());
    String present =
        key.columns.stream()
            .map(column -> own + "." + Sql.name(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    String equal =
        IntStream.range(0, key.columns.size())
            .mapToObj(
                i ->
                    "_rehome_to.%s %s %s.%s"
                        .formatted(
                            Sql.name(key.toColumns.get(i)),
                            key.operators.get(i),
                            own,
                            Sql.name(key.columns.get(i))))
            .collect(Collectors.joining(" AND "));
    return """
    SELECT pg_catalog.count(*) FROM %s%s AS %s
    WHERE (%s) AND %s AND NOT EXISTS (SELECT FROM %s AS _rehome_to WHERE %s)
    """
        .formatted(table.only(), key.referring, own, where, present, key.referred, equal);
  }

  private static List<Key> keys(Connection target, ScopedTable table) throws SQLException {
    try (PreparedStatement query = target.prepareStatement(KEYS)) {
      query.setString(1, table.target().sql());
      query.setString(2, table.target().sql());
      List<Key> keys = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          keys.add(
              new Key(
                  row.getString("conname"),
                  row.getString("referring"),
                  row.getString("referred"),
                  names(row, "columns"),
                  names(row, "to_columns"),
                  names(row, "operators")));
        }
      }
      return keys;
    }
  }

  private static List<String> names(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
