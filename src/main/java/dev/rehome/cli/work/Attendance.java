package dev.rehome.cli.work;

import dev.rehome.cli.show.Ending;
import dev.rehome.cli.show.Outcomes;
import dev.rehome.cli.show.Output;
import dev.rehome.cli.show.Rehearsed;
import dev.rehome.cli.show.Stories;
import dev.rehome.cli.show.View;
import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Phase;
import dev.rehome.model.RollbackWished;
import dev.rehome.patience.Patience;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.pipeline.Wiring;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Works on one move, or follows whoever does, until it has ended, or until a signal says otherwise:
 * the first Ctrl-C undoes it, the second one and SIGTERM leave it.
 */
public final class Attendance implements AutoCloseable {
  private static final Duration STOP_MAX = Duration.ofSeconds(60);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  private final Wiring wiring;
  private final Path routes;
  private final String move;
  private final Output output;
  private final Interrupts interrupts;
  private Optional<Pipeline> pipeline = Optional.empty();
  private boolean undoAsked;

  public Attendance(Wiring wiring, Path routes, String move, Output output) {
    this.wiring = wiring;
    this.routes = routes;
    this.move = move;
    this.output = output;
    this.interrupts = Interrupts.listen(this::leaveAtOnce, this::leaveInTime);
  }

  /**
   * The move is what the job asks for.
   *
   * @throws BadRequest when the job's id was given to something else before
   */
  void require(Job job) {
    Moved moved = history().move(move).orElseThrow();
    boolean same =
        moved.tenant().equals(job.tenant().name())
            && moved.source().equals(job.from())
            && moved.target().equals(job.to())
            && moved.rehearsal() == job.options().rehearsal();
    if (!same) {
      throw new BadRequest(
          "job id %s was used for %s%s from %s to %s (move %s); take another id (--id is the job's, --tenant-id the tenant's)"
              .formatted(
                  job.id(),
                  moved.rehearsal() ? "a rehearsal of " : "",
                  moved.tenant(),
                  moved.source(),
                  moved.target(),
                  move));
    }
  }

  /** Says whose data it is about; what is there is counted only before anything is changed. */
  void tell(Job job, TenantMeant meant) {
    Moved moved = history().move(move).orElseThrow();
    boolean begins = Phase.valueOf(moved.phase()) == Phase.PREFLIGHT && !Outcomes.decided(moved);
    Move asked = Move.asked("look-" + move, job);
    output.say((begins ? meant.holding(wiring.preflight().rowsHeld(asked)) : meant).text());
  }

  /** Works and follows; a move that has ended already only answers. */
  public Ending attend() {
    Moved seen = history().move(move).orElseThrow();
    if (!Outcomes.decided(seen) || seen.cleanUp().equals("pending")) {
      work();
    }
    Moved last = history().move(move).orElseThrow();
    if (!output.json()) {
      history().story(move).ifPresent(story -> output.say(Stories.of(story)));
    }
    Moved.Story story = history().story(move).orElseThrow();
    return Rehearsed.is(last)
        ? Rehearsed.of(story, wiring.settings().limits())
        : Outcomes.of(story);
  }

  private void work() {
    pipeline =
        Optional.of(
            Pipeline.start(wiring, routes, (name, text) -> List.of(), /* inboxOn= */ false));
    try (View view = View.of(output)) {
      new Follower(history(), view).follow(move, now -> left(view, now));
    } finally {
      pipeline.get().settle(STOP_MAX);
    }
  }

  /** Looks for signals. */
  private boolean left(View view, Moved now) {
    if (interrupts.pressed() && !undoAsked) {
      undoAsked = true;
      undo(view, now);
    }
    return interrupts.terminated();
  }

  private void undo(View view, Moved now) {
    if (now.phase().equals("RESUME")) {
      view.note("too late to undo: the tenant may write at " + now.target() + "; going forward");
      return;
    }
    view.note("undoing; press Ctrl-C again to leave the move as it is");
    wiring.held().order(move, new RollbackWished("Ctrl-C asked for the rollback"));
    try {
      wiring.wishes().ask(move, Wish.ROLLBACK, "Ctrl-C");
    } catch (PassingFault e) {
      view.note("the wish could not be written for other workers: " + e.getMessage());
    }
  }

  private void leaveAtOnce() {
    int status =
        output.end(Ending.stopped("move " + move + " is left as it is; the journal knows"));
    Runtime.getRuntime().halt(status);
  }

  /** If the orderly way hangs. */
  private void leaveInTime() {
    output.complain("SIGTERM: the move is left at its next chunk's end");
    Thread watchdog =
        new Thread(
            () -> {
              Patience.pause(STOP_MAX.plusSeconds(15), "a move was left");
              leaveAtOnce();
            },
            "watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  private History history() {
    return wiring.history();
  }

  /** In a bounded while: what hangs ends with the JVM. */
  @Override
  public void close() {
    Thread closing =
        new Thread(() -> pipeline.ifPresentOrElse(Pipeline::close, wiring::close), "closing");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_MAX.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
