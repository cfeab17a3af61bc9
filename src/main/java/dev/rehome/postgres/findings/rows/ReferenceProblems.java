package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of the tenant that refer to rows which are not: the foreign key fails in the target. */
public final class ReferenceProblems implements Look.Question {
  /** Validated ones between tables as the scope names them, not their partitions. */
  private static final String KEYS =
      """
      SELECT k.conname, n.nspname, c.relname, fn.nspname AS to_schema, f.relname AS to_table,
        ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.num
          ORDER BY place) AS columns,
        ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.num
          ORDER BY place) AS to_columns
      FROM pg_catalog.pg_constraint k
      JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
      JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
      WHERE k.contype = 'f' AND k.convalidated AND k.conparentid = 0
        AND n.nspname = ANY (?) AND fn.nspname = ANY (?)
      ORDER BY 2, 3, 1
      """;

  private record Key(
      String name, TableName from, TableName to, List<String> columns, List<String> toColumns) {}

  @Override
  public List<Finding> ask(Look look) {
    if (!look.byRow() && !look.scope().dedicated()) {
      return List.of();
    }
    Map<TableName, ScopedTable> tables =
        look.scope().tables().stream()
            .filter(table -> !look.unreadable().contains(table.source()))
            .collect(Collectors.toMap(ScopedTable::source, Function.identity()));
    return look.source()
        .transaction(
            connection -> {
              SearchPath.set(connection, SearchPath.source(look.scope()));
              List<Finding> findings = new ArrayList<>();
              for (Key key : keys(connection, look)) {
                ScopedTable from = tables.get(key.from);
                ScopedTable to = tables.get(key.to);
                // all rows of a reference table come along
                if (from != null
                    && to != null
                    && !(to.reach() instanceof Reach.Reference)
                    && dangles(connection, look, key, from, to)) {
                  findings.add(finding(look, key, from.reach() instanceof Reach.Reference));
                }
              }
              return findings;
            });
  }

  private static Finding finding(Look look, Key key, boolean ofReferenceTable) {
    return look.blocking(
        look.source(),
        key.from,
        "%s refer by %s to rows of %s that are not the tenant's and stay behind"
            .formatted(ofReferenceTable ? "its rows" : "rows of the tenant", key.name, key.to),
        "correct these rows, give %s a predicate that reaches what is referred to, or make it a"
                .formatted(key.to)
            + " reference table");
  }

  /** False where the conditions cannot be evaluated: the rows' question says so. */
  private static boolean dangles(
      Connection connection, Look look, Key key, ScopedTable from, ScopedTable to)
      throws SQLException {
    String present = each(key.columns, column -> "r." + Sql.name(column) + " IS NOT NULL");
    String equal =
        IntStream.range(0, key.columns.size())
            .mapToObj(
                i ->
                    "t.%s = r.%s"
                        .formatted(Sql.name(key.toColumns.get(i)), Sql.name(key.columns.get(i))))
            .collect(Collectors.joining(" AND "));
    Savepoint before = connection.setSavepoint();
    try {
      return "t"
          .equals(
              Rows.plain(
                  connection,
                  """
                  SELECT EXISTS (
                    SELECT FROM (%s) AS r WHERE %s
                      AND NOT EXISTS (SELECT FROM (%s) AS t WHERE %s))
                  """
                      .formatted(
                          rows(look, from, key.columns),
                          present,
                          rows(look, to, key.toColumns),
                          equal)));
    } catch (SQLException e) {
      connection.rollback(before);
      return false;
    }
  }

  private static String rows(Look look, ScopedTable table, List<String> columns) {
    return "SELECT %s FROM %s%s WHERE %s"
        .formatted(
            columns.stream().map(Sql::name).collect(Collectors.joining(", ")),
            table.only(),
            table.source().sql(),
            table.reach().where(look.move().tenant().id()));
  }

  private static String each(List<String> columns, Function<String, String> condition) {
    return columns.stream().map(condition).collect(Collectors.joining(" AND "));
  }

  private static List<Key> keys(Connection connection, Look look) throws SQLException {
    return Rows.of(
        connection,
        KEYS,
        row ->
            new Key(
                row.getString("conname"),
                new TableName(row.getString("nspname"), row.getString("relname")),
                new TableName(row.getString("to_schema"), row.getString("to_table")),
                List.of((String[]) row.getArray("columns").getArray()),
                List.of((String[]) row.getArray("to_columns").getArray())),
        look.sourceSchemas(),
        look.sourceSchemas());
  }
}
