package dev.rehome.cli.commands;

import dev.rehome.Assembly;
import dev.rehome.cli.show.Ending;
import dev.rehome.cli.show.Outcomes;
import dev.rehome.cli.work.Attendance;
import dev.rehome.cli.work.BadRequest;
import dev.rehome.cli.work.Common;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.books.Wishes;
import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.patience.Patience;
import dev.rehome.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Undoes the open move of a tenant: by its worker if one lives, else by this process. */
@Command(name = "rollback", description = "undoes the open move of a tenant, if it is not too late")
public final class RollbackCommand implements Callable<Integer> {
  /** A worker reads the wishes every second. */
  private static final long WORKER_MILLIS = 3_000;

  private static final int UNDONE = 0;

  @Mixin private Common common;

  @Parameters(paramLabel = "TENANT", description = "the tenant's name")
  private String tenant;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    ControlStore control = ControlStore.open(settings.control());
    Moved open;
    try {
      open = open(new History(control, common.kinds()));
      new Wishes(control).ask(open.move(), Wish.ROLLBACK, "rollback");
      waitForWorker(new History(control, common.kinds()), open.move());
    } catch (RuntimeException e) {
      control.close();
      throw e;
    }
    Ending ending;
    try (Attendance attendance =
        new Attendance(
            Assembly.wire(common.kinds(), settings, control, Optional.of(open.move())),
            common.routes(),
            open.move(),
            common.output())) {
      ending = attendance.attend();
    }
    return common.output().end(judged(ending));
  }

  /**
   * The move to undo.
   *
   * @throws BadRequest when there is none, or it is too late
   */
  private Moved open(History history) {
    Moved newest =
        history.moves(Optional.of(tenant), 1).stream()
            .findFirst()
            .orElseThrow(
                () -> new BadRequest(tenant + " has no move; there is nothing to roll back"));
    String move = "move " + newest.move() + " of " + tenant;
    if (newest.cleanUp().equals("pending")) {
      return newest;
    }
    if (Outcomes.decided(newest)) {
      throw new BadRequest(
          List.of("done", "needs_hand").contains(newest.status())
              ? "%s is %s, %s serves; a new move goes back"
                  .formatted(move, newest.status(), newest.target())
              : "%s is over (%s); there is nothing to roll back".formatted(move, newest.status()));
    }
    if (newest.phase().equals("RESUME")) {
      throw new BadRequest(
          "%s is past the point of no return (RESUME): the tenant may write at %s; a new move goes back"
              .formatted(move, newest.target()));
    }
    return newest;
  }

  private static void waitForWorker(History history, String move) {
    Patience patience =
        new Patience(
            Patience.STEADY,
            Duration.ofMillis(WORKER_MILLIS),
            Duration.ofMillis(200),
            "a worker was waited for");
    while (history.move(move).orElseThrow().cleanUp().isEmpty() && patience.again()) {
      // it looks at wishes every second
    }
  }

  private static Ending judged(Ending ending) {
    return switch (ending.word()) {
      case ABORTED, ROLLED_BACK, REHEARSED -> ending.withStatus(UNDONE);
      case MOVED, MOVE_TENANT_ALREADY_AT_TARGET ->
          Ending.refused("too late, it was done before the worker obeyed: " + ending.sentence());
      case REFUSED, STOPPED, PURGED, LIFTED, DRY_RUN -> ending;
    };
  }
}
