package dev.rehome.phases;

import dev.rehome.journal.Rehearsals;
import dev.rehome.journal.books.Delays;
import dev.rehome.journal.books.Wishes;
import dev.rehome.journal.door.Journal;
import dev.rehome.journal.read.Timings;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.Reason;
import dev.rehome.model.RollbackWished;
import dev.rehome.model.Status;
import dev.rehome.patience.Patience;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.GuardWatch;
import dev.rehome.phases.work.Held;
import dev.rehome.store.Component;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back: decided by one journal record, then the source is unfenced at once, and only then
 * is the target cleaned. A target that is down never keeps the tenant waiting.
 */
public final class Undo {
  private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

  private final Journal journal;
  private final Held held;
  private final Components components;
  private final GuardWatch guard;
  private final Timings timings;
  private final Application application;
  private final Delays delays;
  private final Wishes wishes;
  private final EachComponent done = new EachComponent();

  public Undo(
      Journal journal,
      Held held,
      Components components,
      GuardWatch guard,
      Timings timings,
      Application application,
      Delays delays,
      Wishes wishes) {
    this.wishes = wishes;
    this.delays = delays;
    this.application = application;
    this.timings = timings;
    this.journal = journal;
    this.held = held;
    this.components = components;
    this.guard = guard;
  }

  /**
   * Decides, for the reason given. A move that has only been looked at is refused instead; one past
   * the point of no return is left to go forward, by the reason being thrown on.
   *
   * @throws PassingFault when the placement would go back to a source that does not answer
   */
  public Move decide(Move move, RuntimeException reason) {
    Move now = journal.read(held.move(move.id()));
    Position last = now.position();
    String message = held.failure(move.id()).map(Throwable::getMessage).orElse(Reason.of(reason));
    if (last.undo() != Position.Undo.NONE || last.status().over()) {
      return now;
    }
    if (last.phase() == Phase.RESUME) {
      throw reason;
    }
    if (last.phase() == Phase.PREFLIGHT && !(reason instanceof RollbackWished)) {
      return journal.refuse(now, message);
    }
    if (last.is(Phase.CUTOVER, Mark.DURABLE)) {
      requireServing(now, message, reason instanceof RollbackWished);
    }
    Status becomes = reason instanceof RollbackWished ? Status.ROLLED_BACK : Status.ABORTED;
    Move decided = journal.decideUndo(now, becomes, message);
    held.undo(decided);
    FailPoint.UNDO_DECIDED.reached();
    return decided;
  }

  /**
   * The placement goes back to a source that can serve, or stays: nothing was written at the target
   * yet, so that both ways are open still. A wish is obeyed by every worker until it is taken back:
   * one that cannot be granted would keep the tenant out of both cells, so that the source is
   * waited for a while, and then the move goes forward.
   */
  private void requireServing(Move move, String reason, boolean wished) {
    Optional<String> silent = wished ? lastingSilence(move) : guard.silence(move);
    if (silent.isPresent()) {
      String told =
          "%s; %s may not go back while %s; it stays at %s, which lets it write as soon as nothing speaks against it"
              .formatted(reason, move.tenant().name(), silent.get(), move.target());
      if (wished) {
        delays.tell(move, told + "; the wish is taken back");
        wishes.ask(move.id(), Wishes.Wish.RESUME, "rehome");
      } else {
        delays.tell(move, told);
      }
      throw new PassingFault(move + ": " + told, null);
    }
  }

  private Optional<String> lastingSilence(Move move) {
    Patience patience =
        new Patience(
            Patience.STEADY,
            NoReturn.PATIENCE,
            NoReturn.PAUSE,
            move + ": its source was waited for");
    Optional<String> silent = guard.silence(move);
    while (silent.isPresent() && patience.again()) {
      silent = guard.silence(move);
    }
    return silent;
  }

  /**
   * Decides that a rehearsal, whose copy is proven, is discarded; says what it measured. The second
   * time changes nothing.
   */
  public Move rehearsed(Move move) {
    Move now = held.move(move.id());
    String facts = timings.facts(now);
    Move decided = journal.decideUndo(now, Status.ROLLED_BACK, Rehearsals.message(facts));
    held.undo(decided);
    FailPoint.UNDO_DECIDED.reached();
    return decided;
  }

  /**
   * Lets the tenant write at the source, store by store as far as this process has them: nothing
   * that can wait comes before it. Then its application is told.
   */
  public Move unfence(Move move) {
    Move now = held.move(move.id());
    guard.forget(now);
    if (journal.read(now).position().undo() == Position.Undo.DECIDED) {
      components.here(now).forEach(component -> lift(now, component));
      FailPoint.UNDO_LIFTED.reached();
      journal.undone(now, Position.Undo.UNFENCED, components.kept(now));
      FailPoint.UNDO_UNFENCED.reached();
    }
    tell(now);
    return now;
  }

  /** A deaf application keeps nobody from cleaning up: it is told again at the end of that. */
  private void tell(Move move) {
    try {
      application.resumeSource(journal.read(move));
    } catch (PassingFault e) {
      LOG.warn("{}: told again later: {}", move, e.getMessage());
    }
  }

  /**
   * A session of an older worker may hold the guard's row: then it is ended, and the row tried
   * again.
   */
  private static void lift(Move move, Component component) {
    try {
      component.fence().lift(move);
    } catch (PassingFault e) {
      component.takeover().take(move);
      component.fence().lift(move);
    }
  }

  /**
   * Removes what the move made in one component's target. The sessions of older epochs, this
   * process's own among them, are ended first, and their work is waited for.
   */
  public Move discard(Move move, String component) {
    Move now = held.move(move.id());
    components.named(component).takeover().take(now);
    held.awaitIdle(move.id());
    components.named(component).store().discard(now);
    done.add(now, component);
    FailPoint.UNDO_DISCARDED.reached();
    return now;
  }

  /**
   * Takes the rest of the fences away and journals that nothing is left.
   *
   * @throws MoveFailed when this worker has not discarded a component's copy: the clean-up stays
   *     pending
   */
  public Move clean(Move move) {
    Move now = held.move(move.id());
    done.require(now, components.names(now), "rollback.camel.yaml leaves its target as it is");
    for (Component component : components.of(now)) {
      if (!component.fence().lift(now)) {
        throw new PassingFault(
            now + ": guards on " + now.source() + " are still to be taken away", null);
      }
    }
    application.resumeSource(journal.read(now));
    Move clean = journal.undone(now, Position.Undo.CLEAN, components.kept(now));
    done.forget(now);
    FailPoint.UNDO_CLEAN.reached();
    return clean;
  }
}
