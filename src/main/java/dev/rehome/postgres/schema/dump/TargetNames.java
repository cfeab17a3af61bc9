package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.SqlStatement;
import java.util.function.UnaryOperator;

/** SQL of the source's configuration in the target's names. */
public final class TargetNames {
  private TargetNames() {}

  /** Renames the scope's schemas in conditions; reads the source's catalog, once. */
  public static UnaryOperator<String> conditions(PostgresSide source, Scope scope) {
    SourceNames names = source.with(connection -> SourceNames.read(connection, scope));
    return condition -> names.rename(SqlStatement.of(condition)).text();
  }
}
