package dev.rehome.postgres.schema.apply;

import dev.rehome.postgres.schema.dump.Extension;
import dev.rehome.postgres.schema.dump.NeededExtension;
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

  /** The schemas and extensions that the target lacks, but for what the mover cannot make. */
  static List<SqlStatement> missing(PostgresSide source, PostgresSide target, Scope scope) {
    List<NeededExtension> needed = source.with(connection -> NeededExtension.of(connection, scope));
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
          statements.addAll(extensions(connection, needed, present));
          return statements;
        });
  }

  private static List<SqlStatement> extensions(
      Connection target, List<NeededExtension> needed, Set<String> schemas) throws SQLException {
    Set<String> installed =
        Extension.installed(target).stream().map(Extension::name).collect(Collectors.toSet());
    List<SqlStatement> statements = new ArrayList<>();
    for (NeededExtension one : needed) {
      if (installed.contains(one.extension().name()) || (!one.used() && !one.makeable(target))) {
        continue;
      }
      if (schemas.add(one.schema())) {
        statements.add(SqlStatement.of("CREATE SCHEMA " + Sql.name(one.schema())));
      }
      statements.add(SqlStatement.of(one.create(target)));
    }
    return statements;
  }
}
