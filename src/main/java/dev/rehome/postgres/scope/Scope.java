package dev.rehome.postgres.scope;

import java.util.List;

/**
 * What a move takes of a source database: read from its catalog by the settings.
 *
 * @param schemas source schema and target schema, pair by pair, in the settings' order
 * @param tables by source name
 * @param dedicated whether the source's tables are the tenant's alone although the target's are
 *     not: their reach then says how the target tells the tenant's rows, see {@link #atSource}
 */
public record Scope(List<SchemaPair> schemas, List<ScopedTable> tables, boolean dedicated) {
  /** The source's nth schema becomes the target's nth. */
  public record SchemaPair(String source, String target) {}

  public Scope {
    schemas = List.copyOf(schemas);
    tables = List.copyOf(tables);
  }

  /** One whose tables are reached at the source as at the target, or are whole there. */
  public Scope(List<SchemaPair> schemas, List<ScopedTable> tables) {
    this(schemas, tables, false);
  }

  /**
   * The same as the source's fence and the proof's reading of the source have it: every row of a
   * dedicated source is the tenant's, so that one which the target's rule does not reach is refused
   * when it comes, and seen when it is there.
   */
  public Scope atSource() {
    return dedicated
        ? new Scope(
            schemas,
            tables.stream().map(table -> table.reachedBy(new Reach.Whole())).toList(),
            false)
        : this;
  }
}
