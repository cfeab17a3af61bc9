package dev.rehome.phases;

import dev.rehome.hooks.Caller;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Stopped;
import dev.rehome.patience.Patience;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.Held;
import dev.rehome.settings.ApplicationCell;
import dev.rehome.settings.Cell;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether the application works at the target, after the placement has changed and before any write
 * is let in there: it is told to switch, then its health and its queries are looked at. What fails
 * here is undone, and nothing is lost. A new worker does all of it again.
 */
public final class Live {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int TRIES = 4;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Function<String, Optional<Cell>> cells;
  private final Application application;
  private final Caller caller;
  private final Components components;
  private final Held held;

  public Live(
      Function<String, Optional<Cell>> cells,
      Application application,
      Caller caller,
      Components components,
      Held held) {
    this.cells = cells;
    this.application = application;
    this.caller = caller;
    this.components = components;
    this.held = held;
  }

  /**
   * Tells and looks; an operator's wish for the way back is obeyed in between.
   *
   * @throws MoveFailed when something says no
   * @throws PassingFault when it may say otherwise the next time
   */
  public void require(Move move) {
    application.switched(move);
    obey(move);
    ApplicationCell target =
        cells.apply(move.target()).map(Cell::application).orElse(ApplicationCell.NONE);
    for (URI url : target.healthUrls()) {
      healthy(url, move);
      obey(move);
    }
    target
        .queryTests()
        .ifPresent(folder -> components.of(move).forEach(component -> component.ask(move, folder)));
    obey(move);
  }

  /** A stop does not come between: the guard has no deadline any more. */
  private void obey(Move move) {
    held.obey(move.id(), order -> !(order instanceof Stopped));
  }

  private void healthy(URI url, Move move) {
    Patience patience =
        new Patience(Patience.STEADY, LONGEST, PAUSE, move + ": its application was looked at")
            .tries(TRIES);
    while (true) {
      try {
        caller.look(url, move.target(), LIMIT);
        return;
      } catch (PassingFault e) {
        if (!patience.again()) {
          // no cause: the routes would try again what has one that passes
          throw new MoveFailed(e.getMessage() + ", " + TRIES + " times");
        }
      }
    }
  }
}
