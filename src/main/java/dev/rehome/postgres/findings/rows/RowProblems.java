package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.FoundRows;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.text.Nearest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which rows the rules reach: none at all, rows of nobody, an id that the column cannot hold. */
public final class RowProblems implements Look.Question {
  /** The remedy for an id that no column can hold. */
  public static final String GIVE_ID =
      "give the id that its rows carry with --tenant-id (in a job file, tenant: {name: …, id: …})";

  private static final int ROWS_LOOKED_AT = 10_000;

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
    // where no table has a rule, that is the finding
    boolean asked = !look.scope().tables().isEmpty() || look.catalog().isEmpty();
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
      if (!look.scope().dedicated()) {
        ofNobody(connection, look, table).ifPresent(findings::add);
      }
    }
    if (!any && asked && !look.move().options().allowEmpty()) {
      findings.add(
          look.blocking(
              look.source(),
              "tenant " + look.move().tenant().name(),
              "has no row in any table (id %s)%s"
                  .formatted(look.move().tenant().id(), near(connection, look)),
              GIVE_ID + ", or ask with allow-empty"));
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
    String id = look.move().tenant().id();
    boolean value = error.getSQLState() != null && error.getSQLState().startsWith("22");
    if (value && table.reach() instanceof Reach.ByColumn column) {
      return look.blocking(
          look.source(),
          table.source() + "." + column.column(),
          "is %s, which cannot hold the tenant's id %s".formatted(column.type(), id),
          GIVE_ID);
    }
    String words = Faults.words(error);
    if (value && words.contains('"' + id + '"')) {
      return look.blocking(
          look.source(),
          table.source(),
          "its predicate cannot take the tenant's id %s: %s".formatted(id, words),
          GIVE_ID);
    }
    return look.blocking(
        look.source(),
        table.source(),
        "the condition for its rows cannot be evaluated: " + words,
        "correct the predicate of the table");
  }

  private static Optional<Finding> ofNobody(Connection connection, Look look, ScopedTable table)
      throws SQLException {
    if (!(table.reach() instanceof Reach.ByColumn reach)
        || table.columns().stream().anyMatch(c -> c.name().equals(reach.column()) && c.notNull())) {
      return Optional.empty();
    }
    String where = Sql.name(reach.column()) + " IS NULL";
    FoundRows rows = FoundRows.of(connection, table, where, List.of());
    return Optional.of(rows)
        .filter(FoundRows::any)
        .map(
            found ->
                found.in(
                    look.blocking(
                        look.source(),
                        table.source() + "." + reach.column(),
                        "holds nulls: rows of no tenant, which would stay behind",
                        "give every row a tenant, or the table a predicate")));
  }

  /** An id that is there and reads nearly alike, of those that the first rows of tables carry. */
  private static String near(Connection connection, Look look) throws SQLException {
    Set<String> ids = new TreeSet<>();
    for (ScopedTable table : look.scope().tables()) {
      if (table.reach() instanceof Reach.ByColumn by
          && !look.unreadable().contains(table.source())) {
        ids.addAll(
            Rows.strings(
                connection,
                "SELECT DISTINCT id::text FROM (SELECT %s FROM %s%s LIMIT %d) AS few (id) WHERE id IS NOT NULL"
                    .formatted(
                        Sql.name(by.column()),
                        table.only(),
                        table.source().sql(),
                        ROWS_LOOKED_AT)));
      }
    }
    return Nearest.hint(look.move().tenant().id(), ids);
  }
}
