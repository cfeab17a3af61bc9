package dev.rehome.postgres.proof;

import dev.rehome.postgres.Column;
import dev.rehome.postgres.ScopedTable;
import dev.rehome.postgres.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The digest of every column of every row of a table, made in the server: the number of rows and
 * two sums of 64-bit hashes of each row's text. The text is exact where equality is not: {@code
 * -0.0}, trailing zeros of a numeric, case of citext, json. Generated columns are part of it.
 */
public final class RowDigest {
  private RowDigest() {}

  /** The text of a row, by column name in the source's order. */
  public static String row(ScopedTable table) {
    return row(table.columns());
  }

  /** The text of a row of these columns. */
  public static String row(List<Column> columns) {
    return columns.stream()
        .map(column -> Sql.name(column.name()))
        .collect(Collectors.joining(", ", "ROW(", ")::text"));
  }

  /**
   * Reads the digest in one statement.
   *
   * @param row as {@link #row} gives it
   * @param from a table, with {@code ONLY} if its children are not meant
   * @return e.g. {@code 3:-81234:99}; equal exactly if the rows are, but for a hash's luck
   */
  public static String read(
      Connection connection, RowHash hash, String row, String from, String where)
      throws SQLException {
    String question =
        """
        SELECT pg_catalog.count(*)
               || ':' || coalesce(pg_catalog.sum(%s), 0)
               || ':' || coalesce(pg_catalog.sum(%s), 0)
        FROM %s WHERE %s
        """
            .formatted(hash.half(row, 0), hash.half(row, 1), from, where);
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      return answer.getString(1);
    }
  }
}
