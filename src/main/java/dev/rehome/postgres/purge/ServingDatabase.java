package dev.rehome.postgres.purge;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopeReader;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.store.Leftover;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The cell that the placement names, before the last copy elsewhere is deleted: it answers, it does
 * not refuse the tenant, and it is not empty. Reads only.
 */
final class ServingDatabase {
  private static final String REFUSES =
      """
      SELECT state || ' by ' || move FROM _rehome.guard
      WHERE tenant_id = ? AND (place, state) IN (('source', 'moved'), ('target', 'sealed'))
      """;

  private ServingDatabase() {}

  static List<Finding> problems(PostgresCells cells, Leftover leftover) {
    Move move = leftover.move();
    List<Finding> findings = new ArrayList<>();
    PostgresSide serving = cells.watched(leftover.serving());
    serving.with(connection -> refused(connection, leftover, findings));
    if (leftover.serving().equals(move.target())) {
      empty(cells, leftover, findings);
    }
    return findings;
  }

  private static boolean refused(Connection connection, Leftover leftover, List<Finding> findings)
      throws SQLException {
    if (Bookkeeping.exists(connection)) {
      try (PreparedStatement query = connection.prepareStatement(REFUSES)) {
        query.setString(1, leftover.move().tenant().id());
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            if (!row.getString(1).equals("moved by " + leftover.move().id())) {
              findings.add(
                  finding(
                      leftover,
                      "refuses the tenant's writes itself (%s)".formatted(row.getString(1)),
                      "find out which cell serves the tenant before anything is deleted"));
            }
          }
        }
      }
    }
    return true;
  }

  /** No table that had rows at the move has one now. */
  private static void empty(PostgresCells cells, Leftover leftover, List<Finding> findings) {
    Move move = leftover.move();
    PostgresSide target = cells.target(move);
    boolean row = target.settings().isolation() == Isolation.ROW;
    Map<String, Long> copied = leftover.copied(PostgresPurge.NAME, "rows");
    List<ScopedTable> had =
        ScopeReader.read(cells.source(move), target, move).tables().stream()
            .filter(table -> copied.getOrDefault(table.source().toString(), 0L) > 0)
            .filter(table -> !row || table.reach() instanceof Reach.ByColumn)
            .toList();
    if (!had.isEmpty() && target.with(connection -> none(connection, had, move, row))) {
      findings.add(
          finding(
              leftover,
              "serves the tenant and holds none of its rows, in none of %d tables that had some"
                  .formatted(had.size()),
              "find out what became of them before anything is deleted"));
    }
  }

  private static boolean none(
      Connection connection, List<ScopedTable> tables, Move move, boolean row) throws SQLException {
    for (ScopedTable table : tables) {
      String there =
          "SELECT pg_catalog.count(*) FROM (SELECT FROM %s%s WHERE %s LIMIT 1) AS first"
              .formatted(
                  table.only(),
                  table.target().sql(),
                  row ? table.reach().where(move.tenant().id()) : "true");
      boolean exists =
          Batch.count(
                  connection,
                  "SELECT pg_catalog.count(pg_catalog.to_regclass(%s))"
                      .formatted(Sql.literal(table.target().sql())))
              > 0;
      if (exists && Batch.count(connection, there) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Finding finding(Leftover leftover, String problem, String remedy) {
    return Finding.blocking(PostgresPurge.NAME, leftover.serving(), problem, remedy);
  }
}
