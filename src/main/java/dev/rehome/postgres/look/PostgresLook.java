package dev.rehome.postgres.look;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.Inspection;
import dev.rehome.postgres.copy.finish.CatchUp;
import dev.rehome.postgres.schema.dump.TargetNames;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.Boundary;
import dev.rehome.postgres.side.Detail;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.store.LastLook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The last look at both databases: what the catalogs say of each table, by one statement for each
 * side ({@link TableFacts}); who holds one ({@link TableHolders}); and when the tenant is about to
 * write at the target, and once more when it does, the rows themselves ({@link YoungRows}). In this
 * order: see {@link Sight}.
 */
public final class PostgresLook implements LastLook {
  /** Without {@link TableFacts#UNLOGGED}: what a crash of the source takes, the target has. */
  private static final Set<String> OF_THE_SOURCE =
      Set.of(
          TableFacts.ID,
          TableFacts.FILE,
          TableFacts.COLUMNS,
          TableFacts.PARTITION,
          TableFacts.ROW_SECURITY,
          TableFacts.GUARD);

  private static final Set<String> OF_THE_TARGET =
      Set.of(
          TableFacts.ID,
          TableFacts.FILE,
          TableFacts.COLUMNS,
          TableFacts.PARTITION,
          TableFacts.ROW_SECURITY,
          TableFacts.GUARD,
          TableFacts.UNLOGGED);

  /** Among what was caught up: no sequence has a name without its schema. */
  private static final String SHARED = "shared rows";

  private final PostgresCells cells;
  private final Inspection inspection;
  private final CatchUp sequences;
  private final SharedChanges shared;

  /**
   * A look.
   *
   * @param copied what the copy of reference tables and shared ones has noted
   */
  public PostgresLook(
      PostgresCells cells,
      Inspection inspection,
      CatchUp sequences,
      Function<Move, Map<String, String>> copied) {
    this.cells = cells;
    this.inspection = inspection;
    this.sequences = sequences;
    this.shared = new SharedChanges(cells, copied);
  }

  /** {@inheritDoc} The boundaries come first: what is older the proof will read. */
  @Override
  public String note(Move move) {
    Scope scope = inspection.scope(move);
    Boundary ofSource = cells.source(move).with(Boundary::read);
    Boundary ofTarget = cells.target(move).with(Boundary::read);
    Sight source = guarded(cells.source(move), scope.atSource(), ScopedTable::source);
    Sight target = guarded(cells.target(move), scope, ScopedTable::target);
    return new Standing(source.facts(), target.facts(), ofSource, ofTarget).text();
  }

  private static Sight guarded(
      PostgresSide side, Scope scope, Function<ScopedTable, TableName> name) {
    Sight sight = Sight.of(side, scope, name);
    if (!sight.holders().isEmpty()) {
      throw new MoveFailed(
          String.join("; ", sight.holders()) + "; ask for the move again when it has ended");
    }
    if (!sight.unguarded().isEmpty()) {
      throw new MoveFailed(
          "%s: the guard's triggers are not all enabled as they were put up: %s; ask for the move again"
              .formatted(side.cell(), String.join("; ", sight.unguarded())));
    }
    return sight;
  }

  @Override
  public String catchUp(Move move) {
    Scope scope = inspection.scope(move);
    Map<String, String> notes = new LinkedHashMap<>(sequences.run(move, scope));
    notes.put(SHARED, String.join("; ", shared.find(move, scope)));
    return Detail.write(notes);
  }

  @Override
  public String told(Move move, Proven proven) {
    return Detail.read(proven.caughtUp()).getOrDefault(SHARED, "");
  }

  @Override
  public List<String> changes(Move move, Moment moment, Proven proven) {
    Standing then = Standing.read(proven.noted());
    return switch (moment) {
      case SEALED -> catalogs(move, inspection.scope(move), then);
      case RESUMING -> {
        Scope scope = inspection.scope(move);
        List<String> changes = catalogs(move, scope, then);
        changes.addAll(definitions(move, scope));
        // rows of tables that are no longer the same can hardly be read, and need not be
        yield changes.isEmpty() ? rows(move, scope, then, proven) : changes;
      }
      case RESUMED -> new LeftSource(cells, inspection, sequences).changes(move, then, proven);
    };
  }

  private List<String> catalogs(Move move, Scope scope, Standing then) {
    Sight source = Sight.of(cells.source(move), scope.atSource(), ScopedTable::source);
    List<String> changes =
        new ArrayList<>(
            new Changes(move.source(), then.source(), source.facts()).all(OF_THE_SOURCE));
    changes.addAll(source.holders());
    Sight target = Sight.of(cells.target(move), scope, ScopedTable::target);
    changes.addAll(new Changes(move.target(), then.target(), target.facts()).all(OF_THE_TARGET));
    changes.addAll(target.holders());
    return changes;
  }

  /** Indexes, constraints, functions and all else that the proof compares of both schemas. */
  private List<String> definitions(Move move, Scope scope) {
    List<String> changes = new ArrayList<>();
    for (PlannedCheck check : inspection.checks(scope)) {
      if (check.name().equals("schema")) {
        Verdict verdict = inspection.check(move, scope, check);
        if (!verdict.passed()) {
          changes.add(
              "schema of %s: source %s, target %s"
                  .formatted(check.subject(), verdict.sourceValue(), verdict.targetValue()));
        }
      }
    }
    return changes;
  }

  private List<String> rows(Move move, Scope scope, Standing then, Proven proven) {
    return new ProvenRows(cells, move, scope, proven)
        .atBoth(
            then.ofSource(),
            then.ofTarget(),
            () -> TargetNames.conditions(cells.source(move), scope));
  }
}
