package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.SqlStatement;

/** SQL of the source's configuration in the target's names. */
public final class TargetNames {
  private TargetNames() {}

  /** The condition with the scope's schemas renamed; reads the source's catalog. */
  public static String condition(PostgresSide source, Scope scope, String condition) {
    SourceNames names = source.with(connection -> SourceNames.read(connection, scope));
    return names.rename(SqlStatement.of(condition)).text();
  }
}
