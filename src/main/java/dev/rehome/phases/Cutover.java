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
import dev.rehome.phases.work.GuardWatch;
import dev.rehome.phases.work.Held;
import dev.rehome.store.Component;
import java.util.List;

/** The one commit that changes the placement. Writes are refused on both sides throughout. */
public final class Cutover {
  private final Journal journal;
  private final Held held;
  private final Components components;
  private final Checks checks;
  private final GuardWatch guard;
  private final LastLooks looks;

  public Cutover(
      Journal journal,
      Held held,
      Components components,
      Checks checks,
      GuardWatch guard,
      LastLooks looks) {
    this.journal = journal;
    this.held = held;
    this.components = components;
    this.checks = checks;
    this.guard = guard;
    this.looks = looks;
  }

  /**
   * Last look, seal, a quick look at what the seal does not hold, switch. When the switch has been
   * made already, by this worker or an older one, nothing is done again. A control store that goes
   * away in the middle leaves the guard sealed: the commit's fate is unknown until it is back.
   */
  public Move run(Move move) {
    Move now = journal.read(held.move(move.id()));
    if (now.position().is(Phase.CUTOVER, Mark.DURABLE)) {
      guard.forget(now);
      return now;
    }
    Move begun = journal.advance(now, Phase.CUTOVER, Mark.INTENT, Note.NONE);
    if (begun.position().is(Phase.CUTOVER, Mark.DURABLE)) {
      return begun;
    }
    FailPoint.CUTOVER_INTENT.reached();
    held.obey(move.id());
    looks.requireSameStores(begun);
    lastLook(begun);
    held.sealed(move.id());
    guard.seal(begun);
    FailPoint.CUTOVER_SEALED.reached();
    looks.sealed(begun);
    Move durable = journal.advance(begun, Phase.CUTOVER, Mark.DURABLE, Note.NONE);
    FailPoint.CUTOVER_DURABLE.reached();
    return durable;
  }

  private void lastLook(Move move) {
    for (Component component : components.of(move)) {
      for (PlannedCheck check : checks.planned(move, component.name())) {
        if (component.lastChecks().contains(check.name())) {
          Verdict verdict = component.store().check(move, check);
          checks.record(move, List.of(verdict));
          if (!verdict.passed()) {
            throw new MoveFailed(
                "the last look before the cutover: "
                    + check.name()
                    + " of "
                    + check.subject()
                    + ": source "
                    + verdict.sourceValue()
                    + ", target "
                    + verdict.targetValue());
          }
        }
      }
    }
  }
}
