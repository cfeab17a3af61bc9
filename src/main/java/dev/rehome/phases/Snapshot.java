package dev.rehome.phases;

import dev.rehome.journal.Note;
import dev.rehome.journal.books.Checks;
import dev.rehome.journal.door.Journal;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.Held;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A consistent copy, chunk by chunk, then its proof, check by check. */
public final class Snapshot {
  private final Journal journal;
  private final Held held;
  private final Components components;
  private final Checks checks;
  private final LastLooks looks;

  public Snapshot(
      Journal journal, Held held, Components components, Checks checks, LastLooks looks) {
    this.journal = journal;
    this.held = held;
    this.components = components;
    this.checks = checks;
    this.looks = looks;
  }

  /** Journals the intent; an older worker that still lives is made harmless in the stores first. */
  public Move begin(Move move) {
    Move now = held.move(move.id());
    components.of(now).forEach(component -> component.takeover().take(now));
    Move begun = journal.advance(now, Phase.SNAPSHOT, Mark.INTENT, Note.NONE);
    FailPoint.SNAPSHOT_INTENT.reached();
    return begun;
  }

  /** What a component must prove. How its stores stand before that is noted first. */
  public List<Proof> proofs(Move move, String component) {
    held.work(
        move.id(),
        now -> {
          looks.note(now, component);
          return component;
        });
    return Proof.of(move, checks.planned(held.move(move.id()), component));
  }

  /** Makes the checks of one batch and records what each saw, passed or not. */
  public List<Verdict> prove(Proof proof) {
    String component = proof.checks().get(0).component();
    List<Verdict> verdicts =
        held.work(
            proof.move(), now -> components.named(component).store().check(now, proof.checks()));
    checks.record(held.move(proof.move()), verdicts);
    FailPoint.CHECK_RECORDED.reached();
    return verdicts;
  }

  /** Fails the move unless every verdict is good; all bad ones are named. */
  public void judge(List<Verdict> verdicts) {
    String bad =
        verdicts.stream()
            .filter(verdict -> !verdict.passed())
            .map(Snapshot::line)
            .collect(Collectors.joining("; "));
    if (!bad.isEmpty()) {
      throw new MoveFailed("not proven equal: " + bad);
    }
  }

  private static String line(Verdict verdict) {
    return verdict.check().name()
        + " of "
        + verdict.check().subject()
        + ": source "
        + verdict.sourceValue()
        + ", target "
        + verdict.targetValue();
  }

  /** Journals that copy and proof are done. */
  public Move end(Move move) {
    Move now = held.move(move.id());
    Move durable = journal.advance(now, Phase.SNAPSHOT, Mark.DURABLE, Note.NONE);
    FailPoint.SNAPSHOT_DURABLE.reached();
    return durable;
  }

  /** Checks that are made together, with the move they are for; at least one. */
  public record Proof(String move, List<PlannedCheck> checks) {
    public Proof {
      checks = List.copyOf(checks);
    }

    static List<Proof> of(Move move, List<PlannedCheck> checks) {
      Map<String, List<PlannedCheck>> batches = new LinkedHashMap<>();
      for (PlannedCheck check : checks) {
        String alone = check.name() + "/" + check.subject();
        String batch = check.batch().isEmpty() ? alone : check.batch();
        batches.computeIfAbsent(batch, key -> new ArrayList<>()).add(check);
      }
      return batches.values().stream().map(batch -> new Proof(move.id(), batch)).toList();
    }
  }
}
