package dev.rehome;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.PostgresCells;
import dev.rehome.postgres.PostgresStore;
import dev.rehome.postgres.Scope;
import dev.rehome.postgres.guard.GuardProblems;
import dev.rehome.postgres.schema.PostgresProblems;
import dev.rehome.postgres.schema.SchemaParity;
import dev.rehome.postgres.schema.ScopeReader;
import dev.rehome.settings.Limits;
import java.util.ArrayList;
import java.util.List;

/** Looks at both catalogs through the schema package. */
final class CatalogInspection implements PostgresStore.Inspection {
  private final PostgresCells cells;
  private final Limits limits;

  CatalogInspection(PostgresCells cells, Limits limits) {
    this.cells = cells;
    this.limits = limits;
  }

  @Override
  public Scope scope(Move move) {
    return ScopeReader.read(cells.source(move), cells.target(move), move);
  }

  @Override
  public List<Finding> problems(Move move) {
    List<Finding> findings =
        new ArrayList<>(
            PostgresProblems.find(
                cells.source(move), cells.target(move), move, limits.rowBytesMax()));
    if (findings.stream().noneMatch(Finding::blocks)) {
      findings.addAll(GuardProblems.of(cells, move, scope(move)));
    }
    return findings;
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
