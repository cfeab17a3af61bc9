package dev.rehome;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.PostgresCells;
import dev.rehome.postgres.PostgresStore;
import dev.rehome.postgres.Scope;
import dev.rehome.postgres.schema.SchemaParity;
import dev.rehome.postgres.schema.ScopeReader;
import dev.rehome.settings.Settings;
import java.util.List;

/** Looks at both catalogs through the schema package. */
final class CatalogInspection implements PostgresStore.Inspection {
  private final PostgresCells cells;

  CatalogInspection(PostgresCells cells, Settings settings) {
    this.cells = cells;
  }

  @Override
  public Scope scope(Move move) {
    return ScopeReader.read(cells.source(move), cells.target(move), move);
  }

  @Override
  public List<Finding> problems(Move move) {
    return List.of();
  }

  @Override
  public List<PlannedCheck> checks(Scope scope) {
    return SchemaParity.planned(scope);
  }

  @Override
  public Verdict check(Move move, Scope scope, PlannedCheck check) {
    return SchemaParity.check(cells.source(move), cells.target(move), move, scope, check);
  }
}
