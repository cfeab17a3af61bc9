package dev.rehome.postgres.scope;

import java.util.List;

/**
 * What a move takes of a source database: read from its catalog by the settings.
 *
 * @param schemas source schema and target schema, pair by pair, in the settings' order
 * @param tables by source name
 */
public record Scope(List<SchemaPair> schemas, List<ScopedTable> tables) {
  /** The source's nth schema becomes the target's nth. */
  public record SchemaPair(String source, String target) {}

  public Scope {
    schemas = List.copyOf(schemas);
    tables = List.copyOf(tables);
  }
}
