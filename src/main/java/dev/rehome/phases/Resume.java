package dev.rehome.phases;

import dev.rehome.journal.Note;
import dev.rehome.journal.books.Delays;
import dev.rehome.journal.door.Journal;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Phase;
import dev.rehome.model.StaleLease;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.GuardWatch;
import dev.rehome.phases.work.Held;
import dev.rehome.store.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenant writes at the target. From the intent on, only forward. */
public final class Resume {
  private static final Logger LOG = LoggerFactory.getLogger(Resume.class);

  private final Journal journal;
  private final Held held;
  private final Components components;
  private final GuardWatch guard;
  private final NoReturn noReturn;
  private final Application application;
  private final Observed observed;
  private final LastLooks looks;
  private final Delays delays;

  public Resume(
      Journal journal,
      Held held,
      Components components,
      GuardWatch guard,
      NoReturn noReturn,
      Application application,
      Observed observed,
      LastLooks looks,
      Delays delays) {
    this.delays = delays;
    this.journal = journal;
    this.held = held;
    this.components = components;
    this.guard = guard;
    this.noReturn = noReturn;
    this.application = application;
    this.observed = observed;
    this.looks = looks;
  }

  /**
   * Before the intent, what is live says that it works: until then going back loses nothing. Then
   * the target opens, store by store in reverse, so that PostgreSQL's one row comes last, and the
   * application is told. Only then the source is marked as left, with patience: it is sealed, and a
   * dead one keeps the move open, but no write from being taken. Nor does a deaf application.
   */
  public Move run(Move move) {
    Move now = held.move(move.id());
    guard.forget(now);
    takeOver(now);
    String unasked =
        journal.read(now).position().is(Phase.RESUME, Mark.INTENT) ? "" : noReturn.pass(now);
    Move begun = journal.advance(now, Phase.RESUME, Mark.INTENT, Note.of(unasked));
    FailPoint.RESUME_INTENT.reached();
    boolean open = open(begun);
    FailPoint.RESUME_OPENED.reached();
    String broken = told(begun, () -> leave(begun));
    FailPoint.RESUME_HANDED_OVER.reached();
    if (!open) {
      throw new PassingFault(
          "%s: the tenant writes at %s; guards are still to be taken away there"
              .formatted(begun, begun.target()),
          null);
    }
    String strays = told(begun, () -> looks.resumed(begun));
    components.of(begun).forEach(component -> component.finish(begun));
    FailPoint.RESUME_FINISHED.reached();
    Move durable = journal.advance(begun, Phase.RESUME, Mark.DURABLE, note(begun, broken, strays));
    FailPoint.RESUME_DURABLE.reached();
    return durable;
  }

  /** What an older worker still holds is met again, and waited for, where it stands in the way. */
  private void takeOver(Move move) {
    for (Component component : components.of(move)) {
      try {
        component.takeover().take(move);
      } catch (PassingFault e) {
        LOG.warn("{}: {}", move, e.getMessage());
      }
    }
  }

  /** Whether nothing is left of the target's guards. */
  private boolean open(Move move) {
    boolean gone = true;
    for (Component component : components.reversed(move)) {
      gone &= component.handOver().open(move);
    }
    return gone;
  }

  /** The application is told before the source is asked for anything; either may be dead. */
  private String leave(Move move) {
    Optional<PassingFault> deaf = Optional.empty();
    try {
      application.resume(move, move.target());
    } catch (PassingFault e) {
      deaf = Optional.of(e);
    }
    List<String> broken = new ArrayList<>();
    for (Component component : components.reversed(move)) {
      try {
        component.handOver().leave(move);
      } catch (StaleLease e) {
        throw e;
      } catch (MoveFailed e) {
        broken.add(e.getMessage());
      }
    }
    if (deaf.isPresent()) {
      throw deaf.get();
    }
    return String.join("; ", broken);
  }

  /** What keeps the move open although the tenant writes is told to who asks for its status. */
  private String told(Move move, Supplier<String> step) {
    try {
      return step.get();
    } catch (PassingFault e) {
      delays.tell(
          move,
          "%s writes at %s; what is left to do is tried again: %s"
              .formatted(move.tenant().name(), move.target(), e.getMessage()));
      throw e;
    }
  }

  private Note note(Move move, String broken, String strays) {
    String message =
        Stream.of(broken, strays, looks.told(move), observed.consent(move), components.kept(move))
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("; "));
    return broken.isEmpty() && strays.isEmpty() ? Note.of(message) : Note.needsHand(message);
  }
}
