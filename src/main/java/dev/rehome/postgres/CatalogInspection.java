package dev.rehome.postgres;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.findings.PostgresProblems;
import dev.rehome.postgres.guard.GuardProblems;
import dev.rehome.postgres.schema.parity.PrivilegeParity;
import dev.rehome.postgres.schema.parity.SchemaParity;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopeReader;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.sql.Vanished;
import dev.rehome.settings.Limits;
import dev.rehome.store.Gauge;
import dev.rehome.store.Leftover;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks at both catalogs through the schema package. */
public final class CatalogInspection implements Inspection {
  private final PostgresCells cells;
  private final Limits limits;
  private final Function<Move, Optional<Leftover>> left;
  private final Gauge gauge;

  public CatalogInspection(PostgresCells cells, Limits limits) {
    this(cells, limits, move -> Optional.empty(), Gauge.NONE);
  }

  /**
   * @param left what tenants left at the targets of their moves
   * @param gauge told which question is being asked
   */
  public CatalogInspection(
      PostgresCells cells, Limits limits, Function<Move, Optional<Leftover>> left, Gauge gauge) {
    this.left = left;
    this.gauge = gauge;
    this.cells = cells;
    this.limits = limits;
  }

  @Override
  public Scope scope(Move move) {
    return Vanished.anew(() -> ScopeReader.read(cells.source(move), cells.target(move), move));
  }

  @Override
  public List<Finding> problems(Move move) {
    List<Finding> findings =
        new ArrayList<>(
            PostgresProblems.find(
                cells.source(move),
                cells.target(move),
                move,
                left.apply(move),
                limits.rowBytesMax(),
                gauge));
    if (PostgresProblems.answered(findings)) {
      guard(move, findings);
    }
    return findings;
  }

  /** What the guard needs, unless something else was found at the same place: all of it at once. */
  private void guard(Move move, List<Finding> findings) {
    try {
      for (Finding finding : Vanished.anew(() -> GuardProblems.of(cells, move, scope(move)))) {
        if (findings.stream().noneMatch(f -> f.blocks() && f.subject().equals(finding.subject()))) {
          findings.add(finding);
        }
      }
    } catch (RuntimeException e) {
      if (findings.stream().noneMatch(Finding::blocks)) {
        throw e;
      }
      // the guard cannot be looked at before what was found is settled
    }
  }

  @Override
  public List<PlannedCheck> checks(Scope scope) {
    List<PlannedCheck> checks = new ArrayList<>(SchemaParity.planned(scope));
    checks.addAll(PrivilegeParity.planned(scope));
    return checks;
  }

  @Override
  public Verdict check(Move move, Scope scope, PlannedCheck check) {
    Verdict first = Vanished.anew(() -> compared(move, scope, check));
    // A definition that was asked for while its object was dropped is neither side's.
    return first.passed() ? first : Vanished.anew(() -> compared(move, scope, check));
  }

  private Verdict compared(Move move, Scope scope, PlannedCheck check) {
    return PrivilegeParity.has(check)
        ? PrivilegeParity.check(cells.source(move), cells.target(move), move, scope, check)
        : SchemaParity.check(cells.source(move), cells.target(move), move, scope, check);
  }
}
