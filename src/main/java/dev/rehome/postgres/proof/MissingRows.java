package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rows of the source's table that the target's has not, equal in every column, whatever else it
 * holds.
 *
 * @param count of the source's rows there are
 * @param missing of them the target lacks
 * @param examples three of those at most, as text
 * @param keys of these; none where the table has none
 */
public record MissingRows(long count, long missing, List<String> examples, List<String> keys) {
  private static final int BATCH_ROWS = 2_000;
  private static final int EXAMPLES_MAX = 3;

  public MissingRows {
    examples = List.copyOf(examples);
    keys = List.copyOf(keys);
  }

  /** Compares them batch by batch; both sessions are in a transaction, with their search paths. */
  public static MissingRows of(Connection source, Connection target, ScopedTable table)
      throws SQLException {
    long count = 0;
    long missing = 0;
    List<String> examples = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    String key = table.key().isEmpty() ? "NULL" : KeyedRows.told(table);
    try (Statement statement = source.createStatement()) {
      statement.setFetchSize(BATCH_ROWS);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT %s, %s FROM %s%s"
                  .formatted(text(table), key, table.only(), table.source().sql()))) {
        List<String> batch = new ArrayList<>();
        Map<String, String> told = new HashMap<>();
        boolean more = row.next();
        while (more) {
          batch.add(row.getString(1));
          told.put(row.getString(1), row.getString(2));
          more = row.next();
          if (!more || batch.size() == BATCH_ROWS) {
            List<String> lacking = lacking(target, table, batch);
            count += batch.size();
            missing += lacking.size();
            for (String one :
                lacking.subList(0, Math.min(lacking.size(), EXAMPLES_MAX - examples.size()))) {
              examples.add(one);
              Optional.ofNullable(told.get(one)).ifPresent(keys::add);
            }
            batch.clear();
            told.clear();
          }
        }
      }
    }
    return new MissingRows(count, missing, examples, keys);
  }

  /** By column name in the source's order; also of types that have another id in the target. */
  private static String text(ScopedTable table) {
    return table.columns().stream()
        .map(column -> Sql.name(column.name()))
        .collect(Collectors.joining(", ", "ROW(", ")::text"));
  }

  private static List<String> lacking(Connection target, ScopedTable table, List<String> rows)
      throws SQLException {
    String wanted = rows.stream().map(Sql::literal).collect(Collectors.joining(", "));
    List<String> lacking = new ArrayList<>();
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT _rehome_row FROM pg_catalog.unnest(ARRAY[%s]::text[]) AS _rehome_row
              WHERE NOT EXISTS (SELECT FROM %s%s WHERE %s = _rehome_row)
              """
                  .formatted(wanted, table.only(), table.target().sql(), text(table)))) {
        while (row.next()) {
          lacking.add(row.getString(1));
        }
      }
    }
    return lacking;
  }
}
