package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Which rows the rules reach: none at all, rows of nobody, an id that the column cannot hold. */
public final class RowProblems implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    return look.source()
        .transaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION READ ONLY");
              }
              SearchPath.set(connection, SearchPath.source(look.scope()));
              return ask(look, connection);
            });
  }

  private static List<Finding> ask(Look look, Connection connection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    boolean any = false;
    boolean asked = true;
    for (ScopedTable table : look.scope().tables()) {
      if (look.unreadable().contains(table.source())) {
        asked = false;
        continue;
      }
      try {
        any |= reaches(connection, look, table) && table.reach().fenced();
      } catch (SQLException e) {
        if (gone(connection, table)) {
          continue;
        }
        findings.add(unreached(look, table, e));
        asked = false;
      }
      if (ofNobody(connection, table)) {
        findings.add(
            look.blocking(
                look.source(),
                table.source() + "." + ((Reach.ByColumn) table.reach()).column(),
                "holds nulls: rows of no tenant, which would stay behind",
                "give every row a tenant, or the table a predicate"));
      }
    }
    if (!any && asked && !look.move().options().allowEmpty()) {
      findings.add(
          look.blocking(
              look.source(),
              "tenant " + look.move().tenant().name(),
              "has no row in any table (id " + look.move().tenant().id() + ")",
              "check the tenant's id, or ask with allow-empty"));
    }
    return findings;
  }

  private static boolean reaches(Connection connection, Look look, ScopedTable table)
      throws SQLException {
    Savepoint savepoint = connection.setSavepoint();
    try {
      return yes(
          connection,
          "SELECT EXISTS (SELECT FROM %s%s WHERE %s)"
              .formatted(
                  table.only(),
                  table.source().sql(),
                  table.reach().where(look.move().tenant().id())));
    } catch (SQLException e) {
      connection.rollback(savepoint);
      throw e;
    }
  }

  private static boolean gone(Connection connection, ScopedTable table) throws SQLException {
    return Rows.string(connection, "SELECT pg_catalog.to_regclass(?)", table.source().sql())
        == null;
  }

  private static boolean yes(Connection connection, String sql) throws SQLException {
    return "t".equals(Rows.plain(connection, sql));
  }

  private static Finding unreached(Look look, ScopedTable table, SQLException error) {
    boolean value = error.getSQLState() != null && error.getSQLState().startsWith("22");
    if (value && table.reach() instanceof Reach.ByColumn column) {
      return look.blocking(
          look.source(),
          table.source() + "." + column.column(),
          "is %s, which cannot hold the tenant's id %s"
              .formatted(column.type(), look.move().tenant().id()),
          "give the tenant's id in the request: {name: …, id: …}");
    }
    return look.blocking(
        look.source(),
        table.source(),
        "the condition for its rows cannot be evaluated: " + Faults.words(error),
        "correct the predicate of the table");
  }

  private static boolean ofNobody(Connection connection, ScopedTable table) throws SQLException {
    if (!(table.reach() instanceof Reach.ByColumn reach)
        || table.columns().stream().anyMatch(c -> c.name().equals(reach.column()) && c.notNull())) {
      return false;
    }
    return yes(
        connection,
        "SELECT EXISTS (SELECT FROM %s%s WHERE %s IS NULL)"
            .formatted(table.only(), table.source().sql(), Sql.name(reach.column())));
  }
}
