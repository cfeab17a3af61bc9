package dev.rehome.postgres.scope;

import dev.rehome.model.Finding;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows that a finding is about: how many, the keys of three of them, and the query by which people
 * see them for themselves, which runs as it stands.
 */
public record FoundRows(long count, List<String> keys, String query) {
  private static final int KEYS_MAX = 3;

  public FoundRows {
    keys = List.copyOf(keys);
  }

  /**
   * The rows of the table that the condition finds; reads all of them.
   *
   * @param where over the table by its own name
   * @param path the schemas under which the condition is to be read; empty if it names none
   */
  public static FoundRows of(
      Connection connection, ScopedTable table, String where, List<String> path)
      throws SQLException {
    return of(connection, table.only() + table.source().sql(), table.key(), where, path);
  }

  /**
   * The same of any table.
   *
   * @param from with its {@code ONLY} and alias, if any
   * @param key columns by which a row is known; by its place where there are none
   */
  public static FoundRows of(
      Connection connection, String from, List<String> key, String where, List<String> path)
      throws SQLException {
    List<String> columns = key.isEmpty() ? List.of("ctid") : key.stream().map(Sql::name).toList();
    String one = columns.stream().map(c -> c + "::text").collect(Collectors.joining(", "));
    String keys = key.isEmpty() ? one : "'(' || concat_ws(',', " + one + ") || ')'";
    String rows = "FROM %s WHERE %s".formatted(from, where);
    String question =
        "SELECT ARRAY[(SELECT count(*)::text %s)] || ARRAY(SELECT %s %s LIMIT %d)"
            .formatted(rows, keys, rows, KEYS_MAX);
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(question)) {
        row.next();
        List<String> answer = Arrays.asList((String[]) row.getArray(1).getArray());
        return new FoundRows(
            Long.parseLong(answer.get(0)),
            answer.subList(1, answer.size()),
            under(path) + "SELECT " + String.join(", ", columns) + " " + rows);
      }
    }
  }

  private static String under(List<String> path) {
    return path.isEmpty()
        ? ""
        : "SET search_path = "
            + path.stream().map(Sql::name).collect(Collectors.joining(", "))
            + "; ";
  }

  public boolean any() {
    return count > 0;
  }

  /** The finding, told with these rows. */
  public Finding in(Finding finding) {
    return finding.rows(count, keys, query);
  }
}
