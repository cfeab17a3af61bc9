package dev.rehome.phases;

import dev.rehome.journal.Note;
import dev.rehome.journal.door.Journal;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Phase;
import dev.rehome.store.Component;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tenant writes at the target. From the intent on, only forward. */
public final class Resume {
  private final Journal journal;
  private final Held held;
  private final Components components;
  private final GuardWatch guard;
  private final Live live;
  private final Application application;
  private final Observed observed;
  private final LastLooks looks;

  public Resume(
      Journal journal,
      Held held,
      Components components,
      GuardWatch guard,
      Live live,
      Application application,
      Observed observed,
      LastLooks looks) {
    this.journal = journal;
    this.held = held;
    this.components = components;
    this.guard = guard;
    this.live = live;
    this.application = application;
    this.observed = observed;
    this.looks = looks;
  }

  /**
   * Before the intent, what is live says that it works: until then going back loses nothing. Then
   * opens the target, store by store in reverse, so that PostgreSQL's one row comes last, and the
   * application is told. It being deaf keeps the move open, and no write from being taken.
   */
  public Move run(Move move) {
    Move now = held.move(move.id());
    guard.forget(now);
    components.of(now).forEach(component -> component.takeover().take(now));
    if (!journal.read(now).position().is(Phase.RESUME, Mark.INTENT)) {
      live.require(now);
      looks.resuming(now);
      guard.requireSealed(now);
    }
    Move begun = journal.advance(now, Phase.RESUME, Mark.INTENT, Note.NONE);
    FailPoint.RESUME_INTENT.reached();
    for (Component component : components.reversed(begun)) {
      if (!component.fence().handOver(begun)) {
        throw new PassingFault(
            begun
                + ": the tenant writes at "
                + begun.target()
                + "; guards of "
                + component.name()
                + " are still to be taken away there",
            null);
      }
    }
    FailPoint.RESUME_HANDED_OVER.reached();
    application.resume(begun, begun.target());
    String strays = looks.resumed(begun);
    components.of(begun).forEach(component -> component.finish(begun));
    FailPoint.RESUME_FINISHED.reached();
    Move durable = journal.advance(begun, Phase.RESUME, Mark.DURABLE, note(begun, strays));
    FailPoint.RESUME_DURABLE.reached();
    return durable;
  }

  private Note note(Move move, String strays) {
    String message =
        Stream.of(strays, observed.consent(move), components.kept(move))
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("; "));
    return strays.isEmpty() ? Note.of(message) : Note.needsHand(message);
  }
}
