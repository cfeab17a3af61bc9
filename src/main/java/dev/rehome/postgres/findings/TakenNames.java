package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.dump.SourceNames;
import dev.rehome.postgres.schema.made.UserObject;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.SqlScanner;
import dev.rehome.postgres.sql.SqlStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names that the target's schemas give to other things already: a function, a type, a view or a
 * sequence there fails the statement that makes the source's of that name.
 */
final class TakenNames implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    if (look.targetTables().present()) {
      return List.of();
    }
    Map<String, String> there = new TreeMap<>();
    for (UserObject object : look.target().with(UserObject::read)) {
      keys(object.kind(), object.identity()).forEach(key -> there.put(key, object.address()));
    }
    SourceNames names =
        look.source().with(connection -> SourceNames.read(connection, look.scope()));
    Set<String> excluded =
        look.excluded().stream()
            .map(TableName::sql)
            .map(TakenNames::plain)
            .collect(Collectors.toSet());
    Set<String> schemas = new HashSet<>(look.sourceSchemas());
    List<Finding> findings = new ArrayList<>();
    for (UserObject object : look.source().with(UserObject::read)) {
      if (stays(object, excluded, schemas)) {
        continue;
      }
      String identity = names.rename(SqlStatement.of(object.identity())).text();
      keys(object.kind(), identity).stream()
          .filter(there::containsKey)
          .findFirst()
          .ifPresent(
              key ->
                  findings.add(
                      look.blocking(
                          look.target(),
                          "%s (for %s)".formatted(there.get(key), object.address()),
                          "has the name that one of the source's is to have",
                          "drop or rename it, or name another schema in the target")));
    }
    return findings;
  }

  /** What is elsewhere, an extension's, or an excluded table's does not come. */
  private static boolean stays(UserObject object, Set<String> excluded, Set<String> schemas) {
    String root = object.rootAddress();
    return !schemas.contains(SqlScanner.tokens(object.identity()).get(0).name())
        || root.startsWith("extension ")
        || excluded.contains(plain(object.identity()))
        || (root.startsWith("table ")
            && excluded.contains(plain(root.substring("table ".length()))));
  }

  /** The names that an object takes: one of each kind can be had once in a schema. */
  private static List<String> keys(String kind, String identity) {
    String name = " " + plain(identity);
    return switch (kind) {
      case "table", "view", "materialized view", "foreign table", "composite type" ->
          List.of("relation" + name, "type" + name);
      case "sequence", "index" -> List.of("relation" + name);
      case "type" -> List.of("type" + name);
      case "function", "procedure", "aggregate" -> List.of("routine" + name);
      case "operator",
          "collation",
          "conversion",
          "statistics object",
          "text search configuration",
          "text search dictionary",
          "text search parser",
          "text search template" ->
          List.of(kind + name);
      default -> List.of();
    };
  }

  /** However it is quoted. */
  private static String plain(String identity) {
    return SqlScanner.tokens(identity).stream()
        .map(token -> token.identifier() ? token.name() : token.text())
        .collect(Collectors.joining(" "));
  }
}
