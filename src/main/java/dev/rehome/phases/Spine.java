package dev.rehome.phases;

import dev.rehome.journal.door.Journal;
import dev.rehome.model.Itinerary;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.Position.Undo;
import dev.rehome.model.StaleLease;
import dev.rehome.model.Stopped;
import dev.rehome.phases.work.GuardWatch;
import dev.rehome.phases.work.Held;
import java.util.Optional;

/**
 * Reads the journal and says what to do next. Start, resume and recovery are this one call: a last
 * record of this worker's own epoch leads to the phase after it, one of an older epoch is another
 * worker's and is recovered.
 */
public final class Spine {
  private final Journal journal;
  private final Held held;
  private final GuardWatch guard;

  public Spine(Journal journal, Held held, GuardWatch guard) {
    this.journal = journal;
    this.held = held;
    this.guard = guard;
  }

  /**
   * The next step; empty when nothing is left to be done.
   *
   * @throws MoveFailed when the move is to be undone, with the reason
   */
  public Optional<Step> next(Move move) {
    Position last = journal.read(held.move(move.id())).position();
    if (last.undo() != Undo.NONE) {
      return last.undo() == Undo.CLEAN ? Optional.empty() : Optional.of(Step.ROLLBACK);
    }
    if (last.status().over()) {
      return Optional.empty();
    }
    held.obey(move.id(), order -> mayEnd(last, order));
    return Optional.of(
        last.epoch() == held.move(move.id()).epoch() ? forward(move, last) : recover(move, last));
  }

  /**
   * For work that has not begun: throws the order to end, if it counts where the move stands. A
   * stop always does.
   */
  public void leave(Move move) {
    held.obey(
        move.id(),
        order -> order instanceof Stopped || counts(journal.read(move).position(), order));
  }

  private static boolean counts(Position last, RuntimeException order) {
    return order instanceof StaleLease || (last.undo() == Undo.NONE && mayEnd(last, order));
  }

  /**
   * From CUTOVER's intent on the guard may have no deadline, and the tenant waits for the move's
   * end or its undo: a stop or a pause does not come between, and after RESUME's intent nothing
   * does.
   */
  private static boolean mayEnd(Position last, RuntimeException order) {
    boolean stale = order instanceof StaleLease;
    return switch (last.phase()) {
      case PREFLIGHT, COPY, DRAIN, SNAPSHOT -> true;
      case CUTOVER -> stale || !(order instanceof Stopped);
      case RESUME -> stale;
    };
  }

  private static Step forward(Move move, Position last) {
    return switch (last.mark()) {
      case INTENT -> Step.of(last.phase());
      case DURABLE ->
          Itinerary.of(move.options()).after(last.phase()).map(Step::of).orElse(Step.REHEARSED);
    };
  }

  /**
   * The table of DESIGN, sections 3 and 10. COPY refuses nobody and so has all the time: what has
   * no receipt is done now, and what came since is put up. Checks count for one epoch only, so
   * SNAPSHOT always proves again. Without a fence a snapshot ends with its worker: what a rehearsal
   * had proven counts, and what it had not is discarded.
   */
  private Step recover(Move move, Position last) {
    Itinerary itinerary = Itinerary.of(move.options());
    if (itinerary.endsWith(last.phase()) && last.mark() == Mark.DURABLE) {
      return Step.REHEARSED;
    }
    if (!itinerary.has(Phase.DRAIN) && last.phase() == Phase.SNAPSHOT) {
      throw new MoveFailed("the worker of epoch " + last.epoch() + " ended during the rehearsal");
    }
    return switch (last.phase()) {
      case PREFLIGHT -> Step.PREFLIGHT;
      case COPY -> Step.COPY;
      case DRAIN ->
          throw new MoveFailed("the worker of epoch " + last.epoch() + " ended during DRAIN");
      case SNAPSHOT -> {
        guard.adopt(held.move(move.id()));
        yield Step.SNAPSHOT;
      }
      case CUTOVER -> {
        if (last.mark() == Mark.INTENT) {
          throw new MoveFailed("the worker of epoch " + last.epoch() + " ended before the cutover");
        }
        yield Step.RESUME;
      }
      case RESUME -> Step.of(Phase.RESUME);
    };
  }
}
