package dev.rehome.postgres.purge;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The keys of the tenant's rows that only a predicate tells from those of others, written down at
 * the source before the first row of anything goes. What a predicate reads may be gone before what
 * it reaches: from then on {@code _rehome.leaving} says which rows are the tenant's, and whatever
 * is still in it at the end was not deleted.
 */
final class LeavingRows {
  private static final String RECORDED =
      "SELECT pg_catalog.count(*) FROM (SELECT FROM _rehome.leaving WHERE move = %s LIMIT 1) AS"
          + " one";

  private LeavingRows() {}

  /** Whether it holds for a table; a column of its own tells the others' rows for good. */
  static boolean concerns(ScopedTable table) {
    return table.reach() instanceof Reach.ByPredicate;
  }

  /** Whether the rows are written down, in a database whose bookkeeping knows of it. */
  static boolean recorded(Connection connection, Move move) throws SQLException {
    return Batch.count(
                connection, "SELECT pg_catalog.count(pg_catalog.to_regclass('_rehome.leaving'))")
            > 0
        && Batch.count(connection, RECORDED.formatted(Sql.literal(move.id()))) > 0;
  }

  /** Writes them down, unless that was done; in a transaction that holds the guard, for long. */
  static void record(Connection connection, Move move, List<ScopedTable> tables)
      throws SQLException {
    if (recorded(connection, move)) {
      return;
    }
    for (ScopedTable table : tables) {
      if (concerns(table)) {
        Batch.execute(
            connection,
            """
            INSERT INTO _rehome.leaving (move, of_table, key, left_there)
            SELECT %s, %s, %s AS key, pg_catalog.count(*) FROM %s%s AS %s WHERE %s GROUP BY key
            """
                .formatted(
                    Sql.literal(move.id()),
                    Sql.literal(table.source().toString()),
                    key(table),
                    table.only(),
                    table.source().sql(),
                    Sql.name(table.source().table()),
                    table.reach().where(move.tenant().id())));
      }
    }
  }

  /** What tells a row for good: its primary key, or all of it. */
  static String key(ScopedTable table) {
    String alias = Sql.name(table.source().table());
    if (table.key().isEmpty()) {
      return "pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(ROW(%s.*)::pg_catalog.text, 'UTF8')), 'hex')"
          .formatted(alias);
    }
    return table.key().stream()
        .map(column -> alias + "." + Sql.name(column))
        .collect(Collectors.joining(", ", "ROW(", ")::pg_catalog.text"));
  }

  /** True for the rows that are written down and were not deleted since. */
  static String where(String move, ScopedTable table) {
    return "EXISTS (SELECT FROM _rehome.leaving AS l WHERE l.move = %s AND l.of_table = %s AND l.key = %s AND l.left_there > 0)"
        .formatted(Sql.literal(move), Sql.literal(table.source().toString()), key(table));
  }

  /** One statement that deletes all of it and strikes it off, and answers how many rows went. */
  static String delete(Move move, List<Part.Slice> slices) {
    List<String> with = new ArrayList<>();
    List<String> struck = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      ScopedTable table = slices.get(i).part().table();
      boolean concerned = concerns(table);
      with.add(
          "d%d AS (%s RETURNING %s AS key)"
              .formatted(i, slices.get(i).delete(), concerned ? key(table) : "NULL"));
      if (concerned) {
        struck.add(
            "SELECT %s AS of_table, key FROM d%d"
                .formatted(Sql.literal(table.source().toString()), i));
      }
    }
    if (!struck.isEmpty()) {
      with.add(
          """
          struck AS (UPDATE _rehome.leaving AS l SET left_there = l.left_there - g.gone
            FROM (SELECT of_table, key, pg_catalog.count(*) AS gone FROM (%s) AS d GROUP BY 1, 2) AS g
            WHERE l.move = %s AND l.of_table = g.of_table AND l.key = g.key)
          """
              .formatted(String.join(" UNION ALL ", struck), Sql.literal(move.id())));
    }
    return IntStream.range(0, slices.size())
        .mapToObj("(SELECT pg_catalog.count(*) FROM d%d)"::formatted)
        .collect(Collectors.joining(" + ", "WITH " + String.join(", ", with) + " SELECT ", ""));
  }

  /** The lines of rows that are still there although all is said to be gone: how many, which. */
  static List<String> left(Connection connection, Move move, List<ScopedTable> tables)
      throws SQLException {
    List<String> left = new ArrayList<>();
    for (ScopedTable table : recorded(connection, move) ? tables : List.<ScopedTable>of()) {
      if (concerns(table)) {
        try (Statement statement = connection.createStatement()) {
          statement.setEscapeProcessing(false);
          try (ResultSet row =
              statement.executeQuery(
                  """
                  SELECT pg_catalog.count(*), pg_catalog.array_to_string((pg_catalog.array_agg(%s))[1:3], ', ')
                  FROM %s%s AS %s WHERE %s
                  """
                      .formatted(
                          key(table),
                          table.only(),
                          table.source().sql(),
                          Sql.name(table.source().table()),
                          where(move.id(), table)))) {
            row.next();
            if (row.getLong(1) > 0) {
              left.add(
                  "%s: %,d rows, e.g. those with the keys %s"
                      .formatted(table.source(), row.getLong(1), row.getString(2)));
            }
          }
        }
      }
    }
    return left;
  }

  /** Forgets them, once none is left; whether there were any. */
  static boolean forget(Connection connection, Move move) throws SQLException {
    boolean recorded = recorded(connection, move);
    if (recorded) {
      Batch.execute(
          connection, "DELETE FROM _rehome.leaving WHERE move = " + Sql.literal(move.id()));
    }
    return recorded;
  }
}
