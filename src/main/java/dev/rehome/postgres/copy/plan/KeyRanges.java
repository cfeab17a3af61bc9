package dev.rehome.postgres.copy.plan;

import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Cuts a table by its whole primary key into ranges of about the same size. Every row is in exactly
 * one: the first range has no lower bound, the last one no upper, and each bound is one range's
 * {@code <} and the next one's {@code >=}.
 */
public final class KeyRanges {
  /** How many of the tenant's rows tell how large its rows are. */
  private static final int SAMPLE_ROWS = 1_000;

  private final TableSql sql;
  private final List<Column> key;

  public KeyRanges(TableSql sql) {
    this.sql = sql;
    this.key =
        sql.table().key().stream()
            .map(
                name ->
                    sql.table().columns().stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow())
            .toList();
  }

  /** The conditions, at least one. */
  public List<String> read(Connection source, long bytesMax) throws SQLException {
    long rows = Math.max(1, (long) (bytesMax / averageBytes(source)));
    List<String> bounds = bounds(source, rows);
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i <= bounds.size(); i++) {
      List<String> condition = new ArrayList<>();
      if (i > 0) {
        condition.add(tuple() + " >= " + bounds.get(i - 1));
      }
      if (i < bounds.size()) {
        condition.add(tuple() + " < " + bounds.get(i));
      }
      ranges.add(condition.isEmpty() ? "true" : String.join(" AND ", condition));
    }
    return ranges;
  }

  private double averageBytes(Connection source) throws SQLException {
    String bytes =
        sql.columns().stream()
            .map(
                column ->
                    "coalesce(pg_catalog.pg_column_size(" + Sql.name(column.name()) + "), 0) + 4")
            .collect(Collectors.joining(" + "));
    try (Statement statement = source.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT coalesce(pg_catalog.avg(bytes), 1)
                FROM (SELECT %s AS bytes FROM %s%s WHERE %s LIMIT %d) AS sample
                """
                    .formatted(
                        bytes,
                        sql.table().only(),
                        sql.table().source().sql(),
                        sql.where(),
                        SAMPLE_ROWS))) {
      row.next();
      return row.getDouble(1);
    }
  }

  /** The key of every nth row but the first, as text literals in their columns' types. */
  private List<String> bounds(Connection source, long rows) throws SQLException {
    String question =
        """
        SELECT %s
        FROM (SELECT %s, pg_catalog.row_number() OVER (ORDER BY %s) AS _rehome_number
              FROM %s%s WHERE %s) AS numbered
        WHERE _rehome_number > 1 AND (_rehome_number - 1) %% %d = 0
        ORDER BY _rehome_number
        """
            .formatted(
                each(name -> name + "::text"),
                each(name -> name),
                each(name -> name),
                sql.table().only(),
                sql.table().source().sql(),
                sql.where(),
                rows);
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      List<String> bounds = new ArrayList<>();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
          values.add(Sql.literal(row.getString(i + 1)) + "::" + key.get(i).type());
        }
        bounds.add("(" + String.join(", ", values) + ")");
      }
      return bounds;
    }
  }

  private String tuple() {
    return "(" + each(name -> name) + ")";
  }

  private String each(Function<String, String> text) {
    return key.stream()
        .map(column -> text.apply(Sql.name(column.name())))
        .collect(Collectors.joining(", "));
  }
}
