package dev.rehome.postgres.guard;

import dev.rehome.model.Finding;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Whether the guard can evaluate each predicate over one row, as its triggers will: what fails
 * there fails every writer of the table.
 */
final class PredicateForm {
  private PredicateForm() {}

  /** A blocking finding for each predicate that cannot be; reads no rows of the table itself. */
  static List<Finding> find(PostgresSide source, Scope scope, String tenantId) {
    return find(source, SearchPath.source(scope), ScopedTable::source, scope, tenantId);
  }

  /** The same of a target that others share: its guard evaluates them there. */
  static List<Finding> ofTarget(PostgresSide target, Scope scope, String tenantId) {
    return find(target, SearchPath.target(scope), ScopedTable::target, scope, tenantId);
  }

  private static List<Finding> find(
      PostgresSide side,
      List<String> path,
      Function<ScopedTable, TableName> names,
      Scope scope,
      String tenantId) {
    List<Finding> findings = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      if (table.reach() instanceof Reach.ByPredicate predicate) {
        TableName name = names.apply(table);
        try {
          evaluate(side, path, name, predicate.where(tenantId));
        } catch (MoveFailed e) {
          if (gone(side, name)) {
            continue;
          }
          findings.add(
              Finding.blocking(
                      "postgres",
                      name.toString(),
                      "its predicate cannot be evaluated over a single row: " + Faults.words(e),
                      "name the table without its schema in predicates-file, and other tables so"
                          + " that the mover finds them")
                  .in(side.cell()));
        }
      }
    }
    return findings;
  }

  private static boolean gone(PostgresSide side, TableName table) {
    return side.with(
        connection ->
            JdbcForms.first(
                    connection,
                    "SELECT true WHERE pg_catalog.to_regclass(?) IS NULL",
                    row -> row.getBoolean(1),
                    table.sql())
                .orElse(false));
  }

  private static void evaluate(
      PostgresSide side, List<String> path, TableName table, String condition) {
    boolean unused =
        side.transaction(
            connection -> {
              SearchPath.set(connection, path);
              try (var statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                return statement.execute(
                    "SELECT EXISTS (SELECT FROM (SELECT (NULL::%s).*) AS %s WHERE %s)"
                        .formatted(table.sql(), Sql.name(table.table()), condition));
              }
            });
  }
}
