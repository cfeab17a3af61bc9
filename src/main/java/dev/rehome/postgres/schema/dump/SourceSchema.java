package dev.rehome.postgres.schema.dump;

import dev.rehome.model.Move;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresSide;

/** What pg_dump tells of a scope's schemas, asked once, when it is first wanted. Thread safe. */
public final class SourceSchema {
  private final PostgresSide source;
  private final Move move;
  private final Scope scope;
  private SchemaDump dump;

  public SourceSchema(PostgresSide source, Move move, Scope scope) {
    this.source = source;
    this.move = move;
    this.scope = scope;
  }

  public synchronized SchemaDump dump() {
    if (dump == null) {
      dump = SchemaDump.of(source, move, scope);
    }
    return dump;
  }

  /** As scripts, for a backup. */
  public SchemaText text() {
    return SchemaText.of(source, scope, dump());
  }
}
