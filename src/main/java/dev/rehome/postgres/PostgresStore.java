package dev.rehome.postgres;

import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Receipt;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.artifact.Artifact;
import dev.rehome.postgres.artifact.ArtifactProblems;
import dev.rehome.postgres.copy.RowCopy;
import dev.rehome.postgres.copy.SourceSnapshot;
import dev.rehome.postgres.copy.finish.Before;
import dev.rehome.postgres.copy.finish.CatchUp;
import dev.rehome.postgres.copy.finish.Finish;
import dev.rehome.postgres.copy.finish.Raise;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.forecast.RowBytes;
import dev.rehome.postgres.guard.Admission;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.postgres.look.PostgresLook;
import dev.rehome.postgres.proof.PostgresProof;
import dev.rehome.postgres.purge.OldCopy;
import dev.rehome.postgres.schema.apply.SchemaApplier;
import dev.rehome.postgres.schema.apply.SchemaChunks;
import dev.rehome.postgres.schema.dump.TargetNames;
import dev.rehome.postgres.schema.parity.PrivilegeParity;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.sql.Vanished;
import dev.rehome.settings.Settings;
import dev.rehome.store.LastLook;
import dev.rehome.store.Leftover;
import dev.rehome.store.Plan;
import dev.rehome.store.Store;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.throttle.Throttles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A tenant's rows, with all that belongs to them in a PostgreSQL. Waves of COPY: 0 tables, 1
 * reference tables, 2 indexes, 3 the guard of the target; of SNAPSHOT: 1 rows, 2 indexes, 3 the
 * rest of the schema, 4 sequences and trial writes, 5 what is missing of the guard of the target.
 */
public final class PostgresStore implements Store {
  private final PostgresCells cells;
  private final Settings settings;
  private final Inspection inspection;
  private final PostgresFence fence;
  private final SourceSnapshot snapshot;
  private final Ledger ledger;
  private final RowCopy rows;
  private final PostgresLook look;
  private final PostgresProof proof;
  private final PostgresPlan plan;
  private final Shutting shutting;
  private final Artifact artifact;
  private final Sessions sessions;
  private final OldCopies oldCopies;
  private final Map<String, Scope> scopes = new ConcurrentHashMap<>();

  /**
   * A store.
   *
   * @param confirm throws {@code StaleLease} when the control store knows a newer epoch of the move
   * @param book the objects that moves take along, to which rows refer
   * @param left what tenants left at the targets of their moves
   */
  public PostgresStore(
      PostgresCells cells,
      Settings settings,
      Inspection inspection,
      PostgresFence fence,
      Consumer<Move> confirm,
      ObjectBook book,
      Function<Move, Optional<Leftover>> left) {
    this.cells = cells;
    this.settings = settings;
    this.inspection = inspection;
    this.fence = fence;
    this.snapshot = new SourceSnapshot(cells, this::scope);
    this.ledger = new Ledger(cells, confirm);
    this.oldCopies = new OldCopies(cells, ledger, left);
    Throttles throttles = new Throttles(settings);
    this.artifact = new Artifact(cells, settings, ledger, snapshot, throttles::of, confirm);
    this.rows = new RowCopy(snapshot, ledger, Admission::admit, throttles::of, artifact.rows());
    NotedInTarget noted = new NotedInTarget(cells, ledger);
    this.look =
        new PostgresLook(cells, inspection, new CatchUp(cells, ledger), noted::ofReferences);
    this.proof =
        new PostgresProof(
            cells,
            new SeenSource(cells, snapshot),
            noted,
            (move, scope) -> TargetNames.conditions(cells.source(move), scope),
            book);
    this.plan =
        new PostgresPlan(
            cells,
            inspection,
            proof,
            ledger,
            oldCopies,
            new CopyPlan(cells, settings.limits(), snapshot, artifact));
    this.shutting = new Shutting(fence, ledger, snapshot);
    this.sessions = new Sessions(settings);
  }

  @Override
  public List<Finding> problems(Move move) {
    List<Finding> findings = new ArrayList<>(inspection.problems(move));
    findings.addAll(ArtifactProblems.find(settings, move));
    if (findings.stream().noneMatch(Finding::blocks) && artifact.wanted(move)) {
      long bytes = RowBytes.of(cells.source(move), move, scope(move));
      findings.addAll(ArtifactProblems.ofSpace(settings, bytes));
    }
    return findings;
  }

  /** {@inheritDoc} Nobody waits for the tables' locks any more, which its snapshot held. */
  @Override
  public Plan ahead(Move move) {
    try {
      return Vanished.anew(() -> plan.ahead(move, seenAnew(move)));
    } finally {
      snapshot.close(move);
    }
  }

  @Override
  public Plan plan(Move move) {
    return Vanished.anew(() -> plan.fenced(move, seenAnew(move)));
  }

  private Scope seenAnew(Move move) {
    scopes.remove(move.applicationName());
    snapshot.close(move);
    return scope(move);
  }

  @Override
  public Receipt copy(Move move, Chunk chunk) {
    return sessions.one(move, () -> run(move, chunk));
  }

  private Receipt run(Move move, Chunk chunk) {
    if (SchemaChunks.has(chunk)) {
      return ledger.once(
          move,
          chunk,
          target -> {
            SchemaApplier.apply(target, move, chunk);
            return Copied.NOTHING;
          });
    }
    if (RowCopy.knows(chunk)) {
      return rows(move, chunk);
    }
    return switch (chunk.id()) {
      case Before.ID -> new Before(ledger).run(move, chunk);
      case OldCopy.ID -> oldCopies.putAside(move, chunk);
      case Raise.ID -> new Raise(cells, ledger).run(move, chunk);
      case Finish.ID -> new Finish(cells, ledger, Admission::admit).run(move, chunk);
      case Artifact.SCHEMA -> artifact.keepSchema(move, chunk);
      case Artifact.ID -> artifact.complete(move, chunk, scope(move));
      case Prepared.ID -> shutting.some(move, chunk);
      case PostgresPlan.SHUT -> shutting.all(move, chunk);
      default -> throw new MoveFailed("postgres has no chunk named " + chunk.id());
    };
  }

  /** Those that are copied ahead have a snapshot of their own, no longer than they need it. */
  private Receipt rows(Move move, Chunk chunk) {
    Receipt receipt = rows.copy(move, chunk);
    if (chunk.phase() == Phase.COPY) {
      snapshot.close(move);
    }
    return receipt;
  }

  @Override
  public List<Verdict> check(Move move, List<PlannedCheck> batch) {
    PlannedCheck first = batch.get(0);
    return sessions.one(
        move,
        () ->
            switch (first.name()) {
              case "schema", PrivilegeParity.NAME ->
                  List.of(inspection.check(move, scope(move), first));
              case Artifact.ID -> List.of(artifact.check(move, scope(move), first));
              default -> proof.check(move, scope(move), batch);
            });
  }

  /** The last look at what this store proves. */
  public LastLook lastLook() {
    return look;
  }

  @Override
  public void discard(Move move) {
    snapshot.close(move);
    FailPoint.DISCARD_BEGUN.reached();
    new TargetUndo(cells, ledger, fence).run(move, this::scope);
    artifact.discard(move);
    leave(move);
  }

  /** After RESUME: nothing of the move is left in either cell or here, but for what is kept. */
  public void finish(Move move) {
    artifact.reap(move);
    oldCopies.drop(move);
    leave(move);
  }

  /** A line about what outlives the move here on purpose; empty for nothing. */
  public String kept(Move move) {
    return artifact.kept(move);
  }

  /**
   * Forgets the move in the target: its lease, its receipts and the list of what it made. For the
   * end of a move, after which it cannot be undone; may be called again.
   */
  public void leave(Move move) {
    ledger.leave(move);
    release(move);
  }

  /** Closes what this process holds open for the move; its sessions are the pools' to close. */
  public void release(Move move) {
    snapshot.close(move);
    artifact.release(move);
    scopes.keySet().removeIf(worker -> worker.startsWith(move.applicationPrefix()));
  }

  private Scope scope(Move move) {
    return scopes.computeIfAbsent(move.applicationName(), key -> inspection.scope(move));
  }
}
