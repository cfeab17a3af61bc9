package dev.rehome.phases;

import dev.rehome.hooks.Caller;
import dev.rehome.hooks.Notice;
import dev.rehome.journal.books.HookBook;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import dev.rehome.patience.Patience;
import dev.rehome.settings.ApplicationCell;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Hook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tenant's application is told, by the hooks of the move's cells. A cell without a hook is
 * told nothing. Every call is written down when it has ended; one of a worker that died in it, or
 * right after it, is made again by the next. A rehearsal calls nobody. Thread safe.
 */
public final class Application {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  /** Of one call that is no drain. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** A call that may take less says nothing of the application. */
  private static final Duration LEAST = Duration.ofMillis(250);

  private final Function<String, Optional<Cell>> cells;
  private final Caller caller;
  private final HookBook book;
  private final Clock clock;
  private final Map<String, Drained> drained = new ConcurrentHashMap<>();

  public Application(
      Function<String, Optional<Cell>> cells, Caller caller, HookBook book, Clock clock) {
    this.cells = cells;
    this.caller = caller;
    this.book = book;
    this.clock = clock;
  }

  private record Drained(long epoch, Instant since, boolean done) {}

  /**
   * The source's application stops writing for the tenant. A passing fault is tried again as long
   * as there is time. What this worker has done is not done again.
   *
   * @return since when the application may have refused writes; empty without a hook
   * @throws MoveFailed when it has not done so in time, or failed
   */
  public Optional<Instant> drain(Move move, Duration timeout) {
    Optional<Hook> hook = hook(move, move.source(), Hook.Point.DRAIN);
    if (hook.isEmpty()) {
      return Optional.empty();
    }
    Drained now =
        drained.compute(
            move.id(),
            (id, before) ->
                before != null && before.epoch == move.epoch()
                    ? before
                    : new Drained(move.epoch(), clock.instant(), false));
    if (!now.done()) {
      drain(hook.get(), move, now.since().plus(timeout));
      drained.put(move.id(), new Drained(move.epoch(), now.since(), true));
    }
    return Optional.of(now.since());
  }

  private void drain(Hook hook, Move move, Instant end) {
    Notice notice = new Notice(Hook.Point.DRAIN, move.source(), move);
    while (true) {
      try {
        call(hook, notice, Duration.between(clock.instant(), end), FailPoint.HOOK_DRAINED);
        return;
      } catch (PassingFault e) {
        if (clock.instant().plus(PAUSE).isAfter(end)) {
          throw late(e);
        }
        LOG.warn("{}: tried again: {}", move, e.getMessage());
        Patience.pause(PAUSE, move + ": its application was drained");
        if (clock.instant().plus(LEAST).isAfter(end)) {
          throw late(e);
        }
      }
    }
  }

  /** Without a cause: the routes would try again what has one that passes. */
  private static MoveFailed late(PassingFault last) {
    return new MoveFailed(last.getMessage() + "; no time is left (drain-timeout-seconds)");
  }

  /**
   * The target's application reads the placement again, though writes are refused still.
   *
   * @throws PassingFault to be tried again, and to be given up in the end
   * @throws MoveFailed when it failed
   */
  public void switched(Move move) {
    hook(move, move.target(), Hook.Point.SWITCH)
        .ifPresent(
            hook ->
                call(
                    hook,
                    new Notice(Hook.Point.SWITCH, move.target(), move),
                    LIMIT,
                    FailPoint.HOOK_SWITCHED));
  }

  /**
   * The cell's application takes writes for the tenant again. When it was done before, by whatever
   * worker, nothing is done.
   *
   * @param cell the target of a move that was made, or the source of one that is undone
   * @throws PassingFault whatever went wrong: the tenant may write, and it is only a matter of time
   */
  public void resume(Move move, String cell) {
    drained.remove(move.id());
    Optional<Hook> hook = hook(move, cell, Hook.Point.RESUME);
    if (hook.isEmpty() || book.done(move, what(Hook.Point.RESUME, cell))) {
      return;
    }
    try {
      call(hook.get(), new Notice(Hook.Point.RESUME, cell, move), LIMIT, FailPoint.HOOK_RESUMED);
    } catch (MoveFailed e) {
      throw new PassingFault(e.getMessage(), null);
    }
  }

  /** The same for an undone move's source, if it may have been told to stop. */
  public void resumeSource(Move move) {
    boolean told =
        switch (move.position().phase()) {
          case PREFLIGHT, COPY -> false;
          case DRAIN, SNAPSHOT, CUTOVER, RESUME -> true;
        };
    if (told) {
      resume(move, move.source());
    }
  }

  private Optional<Hook> hook(Move move, String cell, Hook.Point point) {
    return move.options().rehearsal()
        ? Optional.empty()
        : cells.apply(cell).map(Cell::application).orElse(ApplicationCell.NONE).hook(point);
  }

  private static String what(Hook.Point point, String cell) {
    return point.word() + " " + cell;
  }

  private void call(Hook hook, Notice notice, Duration limit, FailPoint called) {
    Move move = notice.move();
    book.require(move);
    Instant begun = clock.instant();
    try {
      caller.call(hook, notice, limit);
    } catch (RuntimeException e) {
      record(notice, Reason.of(e), begun);
      throw e;
    }
    called.reached();
    record(notice, "", begun);
  }

  private void record(Notice notice, String failure, Instant begun) {
    Duration took = Duration.between(begun, clock.instant());
    book.record(
        notice.move(),
        what(notice.point(), notice.cell()),
        failure,
        took.isNegative() ? Duration.ZERO : took);
    LOG.info("{}: {}", notice.move(), failure.isEmpty() ? notice + ": done" : failure);
  }
}
