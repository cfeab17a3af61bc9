package dev.rehome.cli.work;

import dev.rehome.cli.show.Outcomes;
import dev.rehome.cli.show.View;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.PassingFault;
import dev.rehome.patience.Patience;
import java.time.Duration;
import java.util.function.Predicate;

/** Looks at a move, whoever works on it, until its fate is decided and its traces are gone. */
final class Follower {
  /** How long a control store may be away while it is waited for. */
  private static final Duration AWAY_MAX = Duration.ofSeconds(120);

  private static final Duration CLEAN_UP_MAX = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 200;

  private final History history;
  private final View view;

  Follower(History history, View view) {
    this.history = history;
    this.view = view;
  }

  /**
   * Returns when the move is decided and clean (or has not become so in a while), or {@code leave}
   * says so.
   *
   * @param leave asked at every look, about the move as it was last seen
   * @throws Unusable when the control store has been away for too long
   */
  void follow(String move, Predicate<Moved> leave) {
    long away = 0;
    long decided = 0;
    Moved last = null;
    while (true) {
      long now = System.nanoTime();
      try {
        last = history.move(move).orElseThrow(() -> new Unusable("move " + move + " is gone"));
        view.show(last, history.progress(move));
        away = 0;
      } catch (PassingFault e) {
        if (away == 0) {
          away = now;
          view.note("the control store is away: " + e.getMessage());
        } else if (now - away > AWAY_MAX.toNanos()) {
          throw new Unusable("the control store has been away for " + AWAY_MAX.toSeconds() + " s");
        }
      }
      if (away == 0 && Outcomes.decided(last)) {
        decided = decided == 0 ? now : decided;
        if (!last.cleanUp().equals("pending") || now - decided > CLEAN_UP_MAX.toNanos()) {
          return;
        }
      }
      if (last != null && leave.test(last)) {
        return;
      }
      Patience.pause(Duration.ofMillis(LOOK_MILLIS), "a move was followed");
    }
  }
}
