package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of a source that is the tenant's alone which the shared target would take for another's, or
 * for nobody's: all of a dedicated source moves, and they would stay behind.
 */
public final class DedicatedProblems implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    if (!look.scope().dedicated()) {
      return List.of();
    }
    return look.source()
        .transaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION READ ONLY");
              }
              SearchPath.set(connection, SearchPath.source(look.scope()));
              List<Finding> findings = new ArrayList<>();
              for (ScopedTable table : look.scope().tables()) {
                if (!(table.reach() instanceof Reach.Reference)
                    && !look.unreadable().contains(table.source())) {
                  strangers(look, connection, table, findings);
                }
              }
              return findings;
            });
  }

  private static void strangers(
      Look look, Connection connection, ScopedTable table, List<Finding> findings)
      throws SQLException {
    String from =
        "%s%s WHERE (%s) IS NOT TRUE"
            .formatted(
                table.only(), table.source().sql(), table.reach().where(look.move().tenant().id()));
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT (SELECT pg_catalog.count(*) FROM %2$s), ARRAY(SELECT %1$s FROM %2$s LIMIT 3)"
                  .formatted(key(table), from))) {
        row.next();
        if (row.getLong(1) > 0) {
          findings.add(
              finding(look, table)
                  .rows(
                      row.getLong(1),
                      List.of((String[]) row.getArray(2).getArray()),
                      "SELECT * FROM " + from));
        }
      }
    } catch (SQLException e) {
      connection.rollback(before); // the rows' question says that it cannot be evaluated
    }
  }

  private static Finding finding(Look look, ScopedTable table) {
    return table.reach() instanceof Reach.ByColumn by
        ? look.blocking(
            look.source(),
            table.source() + "." + by.column(),
            "holds another id than the tenant's, or none: %s would not take the rows for the tenant's"
                .formatted(look.target().cell()),
            "set it to %s, or delete the rows".formatted(look.move().tenant().id()))
        : look.blocking(
            look.source(),
            table.source(),
            "holds rows that the predicate of %s does not reach: it would not take them for the tenant's"
                .formatted(look.target().cell()),
            "correct the rows or the predicate, or delete them");
  }

  private static String key(ScopedTable table) {
    return table.key().isEmpty()
        ? "ctid::text"
        : table.key().stream().map(Sql::name).collect(Collectors.joining(", ", "ROW(", ")"))
            + "::text";
  }
}
