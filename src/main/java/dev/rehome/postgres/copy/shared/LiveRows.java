package dev.rehome.postgres.copy.shared;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.copy.ChunkPlanner;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows that a move wrote into tables which neighbours write to: those of the tenant that carry
 * a transaction of the move's receipts. No table is altered or locked, no trigger fires, and no
 * cascade reaches a neighbour.
 *
 * <p>A row carries 32 bits of its transaction's 64: a neighbour's of four thousand million
 * transactions ago may look like ours, so that the tenant's condition must hold too. A predicate,
 * however, finds nothing when the rows that it reads have not come: {@link ChunkPlanner} lets them
 * come first, and as long as the server has not counted through its 32 bits it is not asked. Rows
 * of shared tables come before all others: these are told by {@linkplain BroughtKeys their keys}.
 */
public final class LiveRows {
  private static final String OURS =
      "ARRAY(SELECT (xid %% 4294967296)::text::xid FROM _rehome.receipt WHERE move = %s)";

  private static final String COUNTED_THROUGH =
      """
      SELECT EXISTS (
        SELECT FROM _rehome.receipt WHERE move = ? AND xid >= 4294967296)
      """;

  private final Connection target;
  private final Move move;
  private final Scope scope;
  private final List<ScopedTable> tables;
  private final String ours;

  private LiveRows(Connection target, Move move, Scope scope) throws SQLException {
    this.target = target;
    this.move = move;
    this.scope = scope;
    List<ScopedTable> there = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      // the source may have got a table since the copy
      if (!(table.reach() instanceof Reach.Reference)
          && WrittenRows.there(target, table.target())) {
        there.add(table);
      }
    }
    this.tables = List.copyOf(there);
    this.ours = ours(move);
  }

  /** The transactions of the move's receipts, as an array of what rows carry. */
  static String ours(Move move) {
    return OURS.formatted(Sql.literal(move.id()));
  }

  /**
   * Deletes them in the caller's transaction, all by one statement. The second time finds none.
   * Rows of shared tables stay where somebody else's refer to some by now.
   *
   * @throws MoveFailed naming neighbours' rows that refer to them, which would be left in the air;
   *     nothing is deleted then
   */
  static void delete(Connection target, Move move, Scope scope) throws SQLException {
    new LiveRows(target, move, scope).delete();
  }

  private void delete() throws SQLException {
    if (tables.isEmpty()) {
      return;
    }
    SearchPath.set(target, SearchPath.target(scope));
    LiveTables.quiet(target);
    boolean countedThrough = countedThrough();
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL lock_timeout = '10s'");
      // locked first: who would refer to one of them from now on waits, and then finds it gone
      for (ScopedTable table : tables) {
        statement.execute(
            "SELECT pg_catalog.count(*) FROM (SELECT FROM "
                + written(table, countedThrough)
                + " FOR UPDATE) AS t");
      }
      boolean kept = false;
      for (ScopedTable table : tables) {
        Optional<String> referred = referred(statement, table, countedThrough);
        if (referred.isPresent() && table.reach().fenced()) {
          throw new MoveFailed(referred.get());
        }
        kept |= referred.isPresent();
      }
      List<String> deletes = new ArrayList<>();
      for (ScopedTable table : tables) {
        if (kept && !table.reach().fenced()) {
          continue; // somebody needs shared rows by now: they stay, and what they refer to
        }
        deletes.add(
            "d%d AS (DELETE FROM %s)".formatted(deletes.size(), written(table, countedThrough)));
      }
      if (!deletes.isEmpty()) {
        statement.execute("WITH " + String.join(", ", deletes) + " SELECT");
      }
    }
  }

  private boolean countedThrough() throws SQLException {
    try (PreparedStatement query = target.prepareStatement(COUNTED_THROUGH)) {
      query.setString(1, move.id());
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Table and condition, after FROM. */
  private String written(ScopedTable table, boolean countedThrough) throws SQLException {
    return table.only() + table.target().sql() + " WHERE " + condition(table, countedThrough);
  }

  private String condition(ScopedTable table, boolean countedThrough) throws SQLException {
    if (!table.reach().fenced()) {
      return "%s AND xmin = ANY (%s)".formatted(BroughtKeys.condition(target, move, table), ours);
    }
    boolean byReach = countedThrough || table.reach().predicate().isEmpty();
    return "%s AND xmin = ANY (%s)"
        .formatted(byReach ? table.reach().where(move.tenant().id()) : "true", ours);
  }

  /** In words, which of others' rows refer to those that are to go. */
  private Optional<String> referred(Statement statement, ScopedTable table, boolean countedThrough)
      throws SQLException {
    for (Referring key : Referring.to(target, table.target())) {
      String brought = "false";
      for (ScopedTable from : tables) {
        if (from.target().equals(key.table())) {
          brought = condition(from, countedThrough);
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT pg_catalog.count(*) FROM %s WHERE (%s) IN (SELECT %s FROM %s) AND (%s) IS NOT TRUE"
                  .formatted(
                      key.table().sql(),
                      String.join(", ", key.columns()),
                      String.join(", ", key.toColumns()),
                      written(table, countedThrough),
                      brought))) {
        row.next();
        if (row.getLong(1) > 0) {
          return Optional.of(
              "%s: %d rows of others in %s of %s refer by %s to rows of %s that the move brought there and is to take away; delete these rows or let them refer elsewhere, the next start goes on"
                  .formatted(
                      move,
                      row.getLong(1),
                      key.table(),
                      move.target(),
                      key.constraint(),
                      table.target()));
        }
      }
    }
    return Optional.empty();
  }
}
