package dev.rehome.postgres.schema.apply;

import dev.rehome.postgres.schema.dump.Extension;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands before the dump: schemas and extensions. */
final class Foundation {
  private Foundation() {}

  /** The schemas and extensions that the target lacks. */
  static List<SqlStatement> missing(PostgresSide source, PostgresSide target, Scope scope) {
    List<Extension> used =
        source.with(
            connection ->
                Extension.usedBy(
                    connection, scope.schemas().stream().map(SchemaPair::source).toList()));
    return target.with(
        connection -> {
          Set<String> present =
              new HashSet<>(
                  Rows.strings(connection, "SELECT nspname FROM pg_catalog.pg_namespace"));
          List<SqlStatement> statements = new ArrayList<>();
          for (SchemaPair pair : scope.schemas()) {
            if (present.add(pair.target())) {
              statements.add(SqlStatement.of("CREATE SCHEMA " + Sql.name(pair.target())));
            }
          }
          statements.addAll(extensions(connection, used, present));
          return statements;
        });
  }

  private static List<SqlStatement> extensions(
      Connection target, List<Extension> used, Set<String> schemas) throws SQLException {
    Set<String> installed =
        Extension.installed(target).stream().map(Extension::name).collect(Collectors.toSet());
    List<SqlStatement> statements = new ArrayList<>();
    for (Extension extension : used) {
      if (installed.contains(extension.name())) {
        continue;
      }
      if (schemas.add(extension.schema())) {
        statements.add(SqlStatement.of("CREATE SCHEMA " + Sql.name(extension.schema())));
      }
      boolean same = Extension.versions(target, extension.name()).contains(extension.version());
      statements.add(
          SqlStatement.of(
              "CREATE EXTENSION "
                  + Sql.name(extension.name())
                  + " WITH SCHEMA "
                  + Sql.name(extension.schema())
                  + (same ? " VERSION " + Sql.literal(extension.version()) : "")
                  + " CASCADE"));
    }
    return statements;
  }
}
