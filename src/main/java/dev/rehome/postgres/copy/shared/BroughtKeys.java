package dev.rehome.postgres.copy.shared;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The keys of the rows of shared tables that a move brought, in {@code _rehome.brought}: a row is
 * the move's when its key is there and a transaction of the move wrote it. Its predicate cannot say
 * so, for what that reads may not have come yet; nor can the transaction alone, of which a row
 * carries 32 bits of 64.
 */
final class BroughtKeys {
  private static final TableName BOOK = new TableName("_rehome", "brought");

  private BroughtKeys() {}

  /**
   * Notes some in the caller's transaction; the second time changes nothing.
   *
   * @param keys for a FROM, its columns {@code _rehome_0, …}
   */
  static void note(Connection target, Move move, TableName table, String keys, int parts)
      throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          "INSERT INTO %s (move, of_table, key) SELECT %s, %s, ARRAY[%s] FROM %s ON CONFLICT DO NOTHING"
              .formatted(
                  BOOK.sql(),
                  Sql.literal(move.id()),
                  Sql.literal(table.toString()),
                  each(parts, "_rehome_%d"),
                  keys));
    }
  }

  /** Reads all of a table, part by part. */
  static String question(Move move, TableName table, int parts) {
    return "SELECT "
        + IntStream.rangeClosed(1, parts)
            .mapToObj(i -> "key[%d] AS _rehome_%d".formatted(i, i - 1))
            .collect(Collectors.joining(", "))
        + " FROM %s WHERE move = %s AND of_table = %s"
            .formatted(BOOK.sql(), Sql.literal(move.id()), Sql.literal(table.toString()));
  }

  /** A condition over the table: the move brought a row with this key. */
  static String condition(Connection target, Move move, ScopedTable table) throws SQLException {
    return WrittenRows.there(target, BOOK)
        ? "EXISTS (SELECT FROM (%s) AS _rehome_keys WHERE %s)"
            .formatted(question(move, table.target(), table.key().size()), NeededRows.there(table))
        : "false";
  }

  private static String each(int parts, String form) {
    return IntStream.range(0, parts).mapToObj(form::formatted).collect(Collectors.joining(", "));
  }
}
