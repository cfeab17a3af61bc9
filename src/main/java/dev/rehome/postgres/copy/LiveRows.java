package dev.rehome.postgres.copy;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.Reach;
import dev.rehome.postgres.Scope;
import dev.rehome.postgres.ScopedTable;
import dev.rehome.postgres.SearchPath;
import dev.rehome.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a move wrote into tables which neighbours write to: those of the tenant that carry
 * a transaction of the move's receipts. No table is altered or locked, no trigger fires, and no
 * cascade reaches a neighbour.
 */
public final class LiveRows {
  private static final String OURS = "ARRAY(SELECT xid::xid FROM _rehome.receipt WHERE move = %s)";

  /** Foreign keys into a table, from wherever; those of partitions go with their root's. */
  private static final String REFERRING =
      """
      SELECT k.conname, k.conrelid::pg_catalog.regclass::text AS referring,
        ARRAY(SELECT pg_catalog.quote_ident(a.attname)
          FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.num
          ORDER BY place) AS columns,
        ARRAY(SELECT pg_catalog.quote_ident(a.attname)
          FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS key (num, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.num
          ORDER BY place) AS to_columns
      FROM pg_catalog.pg_constraint k
      WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid = pg_catalog.to_regclass(?)
      ORDER BY 2, 1
      """;

  private final Connection target;
  private final Move move;
  private final Scope scope;
  private final String ours;

  private LiveRows(Connection target, Move move, Scope scope) {
    this.target = target;
    this.move = move;
    this.scope = scope;
    this.ours = OURS.formatted(Sql.literal(move.id()));
  }

  private record Referring(String constraint, String table, String columns, String toColumns) {}

  /**
   * Deletes them in the caller's transaction, all by one statement. The second time finds none.
   *
   * @throws MoveFailed naming neighbours' rows that refer to them, which would be left in the air;
   *     nothing is deleted then
   */
  public static void delete(Connection target, Move move, Scope scope) throws SQLException {
    new LiveRows(target, move, scope).delete();
  }

  private void delete() throws SQLException {
    List<ScopedTable> tables =
        scope.tables().stream()
            .filter(table -> !(table.reach() instanceof Reach.Reference))
            .toList();
    if (tables.isEmpty()) {
      return;
    }
    SearchPath.set(target, SearchPath.target(scope));
    LiveTables.quiet(target);
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL lock_timeout = '10s'");
      // locked first: who would refer to one of them from now on waits, and then finds it gone
      for (ScopedTable table : tables) {
        statement.execute(
            "SELECT pg_catalog.count(*) FROM (SELECT FROM " + written(table) + " FOR UPDATE) AS t");
      }
      for (ScopedTable table : tables) {
        refuseReferred(statement, table);
      }
      List<String> deletes = new ArrayList<>();
      for (ScopedTable table : tables) {
        deletes.add("d%d AS (DELETE FROM %s)".formatted(deletes.size(), written(table)));
      }
      statement.execute("WITH " + String.join(", ", deletes) + " SELECT");
    }
  }

  /** Table and condition, after FROM. */
  private String written(ScopedTable table) {
    return "%s%s WHERE %s AND xmin = ANY (%s)"
        .formatted(
            table.only(), table.target().sql(), table.reach().where(move.tenant().id()), ours);
  }

  private void refuseReferred(Statement statement, ScopedTable table) throws SQLException {
    for (Referring key : referring(table)) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT pg_catalog.count(*) FROM %s WHERE (%s) IN (SELECT %s FROM %s) AND NOT xmin = ANY (%s)"
                  .formatted(key.table, key.columns, key.toColumns, written(table), ours))) {
        row.next();
        if (row.getLong(1) > 0) {
          throw new MoveFailed(
              "%s: %d rows of others in %s of %s refer by %s to rows of %s that the move brought there and is to take away; delete these rows or let them refer elsewhere, the next start goes on"
                  .formatted(
                      move,
                      row.getLong(1),
                      key.table,
                      move.target(),
                      key.constraint,
                      table.target()));
        }
      }
    }
  }

  private List<Referring> referring(ScopedTable table) throws SQLException {
    try (PreparedStatement query = target.prepareStatement(REFERRING)) {
      query.setString(1, table.target().sql());
      List<Referring> keys = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          keys.add(
              new Referring(
                  row.getString("conname"),
                  row.getString("referring"),
                  names(row, "columns"),
                  names(row, "to_columns")));
        }
      }
      return keys;
    }
  }

  private static String names(ResultSet row, String column) throws SQLException {
    return String.join(", ", (String[]) row.getArray(column).getArray());
  }
}
