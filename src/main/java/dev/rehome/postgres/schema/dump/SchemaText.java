package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.schema.rights.RoleUse;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlStatement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scope's schemas as scripts in the source's own names, for a backup: as pg_dump tells them,
 * without the guards, and schemas and extensions are made only where they are missing.
 *
 * @param before what rows need: schemas, extensions, types, tables, functions, views
 * @param after what is made after them: indexes, constraints, triggers, policies
 * @param roles that it names
 * @param refreshes statements that fill the materialized views which hold rows, in order
 */
public record SchemaText(String before, String after, List<String> roles, List<String> refreshes) {
  /** The materialized views that hold rows, those first that others read. */
  public static final String POPULATED =
      """
      SELECT n.nspname, c.relname
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND c.relkind = 'm' AND c.relispopulated
      ORDER BY c.oid
      """;

  public SchemaText {
    roles = List.copyOf(roles);
    refreshes = List.copyOf(refreshes);
  }

  static SchemaText of(PostgresSide source, Scope scope, SchemaDump dump) {
    List<String> schemas = SearchPath.source(scope);
    return source.with(
        connection -> {
          List<SqlStatement> before = new ArrayList<>();
          Set<String> names = new LinkedHashSet<>(schemas);
          List<Extension> extensions = Extension.usedBy(connection, schemas);
          extensions.forEach(extension -> names.add(extension.schema()));
          names.removeIf(name -> name.startsWith("pg_"));
          names.forEach(
              name -> before.add(SqlStatement.of("CREATE SCHEMA IF NOT EXISTS " + Sql.name(name))));
          for (Extension extension : extensions) {
            before.add(
                SqlStatement.of(
                    "CREATE EXTENSION IF NOT EXISTS %s WITH SCHEMA %s CASCADE"
                        .formatted(Sql.name(extension.name()), Sql.name(extension.schema()))));
          }
          dump.preData().stream()
              .filter(statement -> !statement.begins("create", "schema"))
              .forEach(before::add);
          Optional<String> path = CalledFunctions.path(connection, schemas);
          return new SchemaText(
              script(under(path, before)),
              script(under(path, dump.postData())),
              RoleUse.read(connection, schemas).stream().map(RoleUse::role).distinct().toList(),
              Rows.of(
                  connection,
                  POPULATED,
                  row ->
                      "REFRESH MATERIALIZED VIEW %s.%s"
                          .formatted(Sql.name(row.getString(1)), Sql.name(row.getString(2))),
                  schemas));
        });
  }

  /** As they are where pg_dump's empty path will do. */
  private static List<SqlStatement> under(Optional<String> path, List<SqlStatement> statements) {
    if (path.isEmpty()) {
      return statements;
    }
    List<SqlStatement> under = new ArrayList<>();
    under.add(SqlStatement.of("SET search_path = " + path.orElseThrow()));
    statements.stream()
        .filter(statement -> !statement.begins("select", "pg_catalog", ".", "set_config"))
        .forEach(under::add);
    return under;
  }

  private static String script(List<SqlStatement> statements) {
    return statements.stream()
        .filter(statement -> !DumpRewriter.guards(statement))
        .map(statement -> statement.text() + ";\n\n")
        .collect(Collectors.joining());
  }
}
