package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tables that a predicate reads and the target will not have: the proof evaluates it there too.
 * What it reads is the planner's word, which also knows what a view stands for; what the planner
 * finds needless, such as a condition that is never true, is not seen.
 */
public final class PredicateProblems implements Look.Question {
  private static final Pattern RELATION =
      Pattern.compile(
          "\"Relation Name\": \"((?:[^\"\\\\]|\\\\.)*)\",\\s*\"Schema\":"
              + " \"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final String THERE =
      """
      SELECT EXISTS (
        SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ?)
      """;

  @Override
  public List<Finding> ask(Look look) {
    Set<TableName> moved = new HashSet<>();
    look.scope().tables().forEach(table -> table.leaves().forEach(leaf -> moved.add(leaf.name())));
    Map<String, String> schemas =
        look.scope().schemas().stream()
            .collect(Collectors.toMap(pair -> pair.source(), pair -> pair.target()));
    List<Finding> findings = new ArrayList<>();
    for (ScopedTable table : look.scope().tables()) {
      if (table.reach().predicate().isEmpty()) {
        continue;
      }
      for (TableName read : read(look, table)) {
        TableName there =
            new TableName(schemas.getOrDefault(read.schema(), read.schema()), read.table());
        boolean missing =
            !moved.contains(read)
                && !read.schema().equals("pg_catalog")
                && !look.target()
                    .with(
                        connection -> Rows.truth(connection, THERE, there.schema(), there.table()));
        if (missing) {
          findings.add(
              look.blocking(
                  look.source(),
                  table.source(),
                  "its predicate reads %s, which is not moved, and the target has no %s"
                      .formatted(read, there),
                  "move that table too (reference-tables), or write the predicate without it"));
        }
      }
    }
    return findings;
  }

  /** In the session's own way: a predicate that cannot be planned is the rows' finding. */
  private static List<TableName> read(Look look, ScopedTable table) {
    String where = table.reach().where(look.move().tenant().id());
    return look.source()
        .transaction(
            connection -> {
              SearchPath.set(connection, SearchPath.source(look.scope()));
              Savepoint before = connection.setSavepoint();
              try {
                return relations(
                    Rows.plain(
                        connection,
                        "EXPLAIN (VERBOSE, FORMAT JSON) SELECT FROM %s%s WHERE %s"
                            .formatted(table.only(), table.source().sql(), where)));
              } catch (SQLException e) {
                connection.rollback(before);
                return List.of();
              }
            });
  }

  private static List<TableName> relations(String plan) {
    return RELATION
        .matcher(plan)
        .results()
        .map(found -> new TableName(text(found, 2), text(found, 1)))
        .distinct()
        .sorted()
        .toList();
  }

  private static String text(MatchResult found, int group) {
    return found.group(group).replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
