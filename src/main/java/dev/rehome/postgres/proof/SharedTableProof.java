package dev.rehome.postgres.proof;

import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.side.Boundary;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * What is to be proven of a table besides, where the target has other tenants' rows in it.
 *
 * @param ofTenant the condition for the tenant's rows in the target's names
 */
record SharedTableProof(BothSides sides, ScopedTable table, String ofTenant) {
  private static final String WRITTEN =
      """
      SELECT coalesce(pg_catalog.sum(copied_rows), 0)::text FROM _rehome.receipt
      WHERE move = ? AND pg_catalog.starts_with(chunk, ?)
        AND pg_catalog.substr(chunk, pg_catalog.length(?) + 1) ~ '^[0-9]+$'
      """;

  /**
   * Whether every row that the move wrote is the tenant's: as many as it wrote are found among the
   * tenant's rows by the transactions that wrote them, so that no neighbour got one. It reads the
   * tenant's rows alone: the neighbours' may be a thousand times as many.
   */
  Verdict neighbours(PlannedCheck check) {
    return sides.target(
        target -> {
          String written = written(target);
          String found =
              one(
                  target,
                  "SELECT pg_catalog.count(*) FROM %s WHERE (%s) AND xmin = ANY (ARRAY(SELECT (xid %% 4294967296)::text::xid FROM _rehome.receipt WHERE move = %s))"
                      .formatted(
                          table.only() + table.target().sql(),
                          ofTenant,
                          Sql.literal(sides.move().id())));
          return new Verdict(check, written.equals(found), written, found);
        });
  }

  private String written(Connection target) throws SQLException {
    String prefix = "rows/" + table.source() + "/";
    try (PreparedStatement query = target.prepareStatement(WRITTEN)) {
      query.setString(1, sides.move().id());
      query.setString(2, prefix);
      query.setString(3, prefix);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** Rows of the tenant that refer to nothing: no foreign key was looked at when they came. */
  Verdict orphans(PlannedCheck check) {
    Map<String, Long> found = sides.target(target -> ForeignKeys.orphans(target, table, ofTenant));
    return new Verdict(check, found.isEmpty(), "none", found.isEmpty() ? "none" : found.toString());
  }

  /** A reference table belongs to the cell: it must hold the source's rows, and may hold others. */
  Verdict references(PlannedCheck check) {
    MissingRows rows =
        sides.source(source -> sides.target(target -> MissingRows.of(source, target, table)));
    return new Verdict(
        check,
        rows.missing() == 0,
        rows.count() + " rows",
        rows.missing() == 0
            ? "all of them"
            : rows.missing() + " of them missing, e.g. " + String.join(" and ", rows.examples()));
  }

  /**
   * Rows that the tenant needs and others too: each is there, and equal, but for those that
   * somebody wrote since the copy, at either side. What the move wrote itself has no such excuse.
   *
   * @param noted of the copy; empty where nothing was copied
   */
  Verdict needed(PlannedCheck check, Map<String, String> noted) {
    KeyedRows.Excuse excuse = noted.isEmpty() ? KeyedRows.Excuse.NONE : excuse(noted);
    String tenant = sides.move().tenant().id();
    KeyedRows rows =
        sides.source(
            source -> sides.target(target -> KeyedRows.of(source, target, table, tenant, excuse)));
    KeyedRows.Found wrong = rows.absent().and(rows.different());
    return new Verdict(
        check,
        wrong.rows() == 0,
        rows.count() + " rows",
        wrong.rows() > 0
            ? "%d of them missing, %d different, e.g. %s"
                .formatted(
                    rows.absent().rows(),
                    rows.different().rows(),
                    String.join(" and ", wrong.keys()))
            : rows.excused().rows() == 0
                ? "all of them"
                : "all of them but %d that others wrote since, e.g. %s"
                    .formatted(rows.excused().rows(), String.join(" and ", rows.excused().keys())));
  }

  private KeyedRows.Excuse excuse(Map<String, String> noted) {
    Boundary first = Boundary.of(noted, "source");
    boolean again = noted.containsKey("again source next");
    return new KeyedRows.Excuse(
        first.younger(),
        (again ? Boundary.of(noted, "again source") : first).younger(),
        Boundary.of(noted, "target").younger(),
        "xmin = ANY (ARRAY(SELECT (xid %% 4294967296)::text::xid FROM _rehome.receipt WHERE move = %s))"
            .formatted(Sql.literal(sides.move().id())));
  }

  private static String one(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(question)) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
