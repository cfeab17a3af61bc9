package dev.rehome.postgres;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.postgres.copy.finish.Raise;
import dev.rehome.postgres.copy.finish.Sequences;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.copy.plan.SmallTables;
import dev.rehome.postgres.proof.PostgresProof;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.store.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chunks and checks of a move, those that are known without a fence and the rest. */
record PostgresPlan(
    PostgresCells cells,
    Inspection inspection,
    PostgresProof proof,
    Ledger ledger,
    OldCopies oldCopies,
    CopyPlan copy) {
  /** The id of the chunk after which the target refuses the tenant in every table. */
  static final String SHUT = "shut";

  private static final int SHUT_WAVE = 5;

  /** All checks, and all chunks but for those that say where the source stands. */
  Plan ahead(Move move, Scope scope) {
    boolean shared = cells.target(move).shared();
    List<PlannedCheck> checks =
        new ArrayList<>(
            cells
                .source(move)
                .transaction(
                    source ->
                        proof.plan(
                            scope,
                            Sequences.read(source, scope),
                            shared,
                            SmallTables.rows(source, scope, move.tenant().id()))));
    checks.addAll(inspection.checks(scope));
    checks.addAll(copy.checks(move));
    List<Chunk> chunks =
        new ArrayList<>(
            move.options().mirrored()
                ? List.of(Prepared.chunk(move, scope, Set.of()))
                : copy.ahead(move, scope));
    oldCopies.chunk(move).ifPresent(chunks::add);
    return new Plan(chunks, checks, "");
  }

  /**
   * The rest. What was not planned ahead, by a version that had no COPY, is planned now.
   *
   * @throws dev.rehome.model.MoveFailed when the tables are no longer those that were copied ahead
   */
  Plan fenced(Move move, Scope scope) {
    List<Chunk> chunks = new ArrayList<>();
    List<PlannedCheck> checks = new ArrayList<>();
    Optional<Prepared> prepared = Prepared.noted(ledger, move);
    if (prepared.isPresent()) {
      prepared.get().require(move, scope);
    } else {
      Plan ahead = ahead(move, scope);
      ahead.chunks().forEach(chunk -> chunks.add(chunk.fenced()));
      checks.addAll(ahead.checks());
    }
    if (cells.target(move).shared()) {
      chunks.add(cells.source(move).with(source -> Raise.plan(source, move, scope)));
    }
    String position = copy.position(move);
    if (!move.options().mirrored()) {
      chunks.addAll(copy.fenced(move, scope, position));
    }
    chunks.add(new Chunk(move.id(), "postgres", SHUT, SHUT_WAVE, Map.of("kind", SHUT)));
    return new Plan(chunks, checks, position);
  }
}
