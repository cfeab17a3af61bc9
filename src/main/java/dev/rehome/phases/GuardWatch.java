package dev.rehome.phases;

import dev.rehome.journal.Pauses;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.settings.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the guards of held moves closed, and their pauses short. Knows which moves are fenced since
 * when; {@link Pulse} calls it. Thread safe.
 */
public final class GuardWatch {
  private final Components components;
  private final Pauses pauses;
  private final Limits limits;
  private final Clock clock;
  private final Map<String, Pause> fenced = new ConcurrentHashMap<>();

  public GuardWatch(Components components, Pauses pauses, Limits limits, Clock clock) {
    this.components = components;
    this.pauses = pauses;
    this.limits = limits;
    this.clock = clock;
  }

  /** The fence of a held move is closed and has been for so long. */
  public void closed(Move move, Duration already) {
    fenced.put(move.id(), new Pause(clock.instant().minus(already)));
  }

  /**
   * The guard has no deadline any more, or the move is over: nothing to renew. Returns when nobody
   * is at it: a guard that is about to be sealed must not be released by a beat that began before.
   */
  public void forget(Move move) {
    Pause pause = fenced.remove(move.id());
    if (pause != null) {
      pause.end();
    }
  }

  /** Does something about a closed guard, by this process's knowledge, that is not forgotten. */
  public void whileClosed(Move move, Runnable work) {
    Pause pause = fenced.get(move.id());
    if (pause != null) {
      pause.unlessOver(work);
    }
  }

  /** For {@link #whileClosed}: as {@link #requireUnbroken}, but takes nothing over. */
  public void renew(Move move) {
    Pause pause = fenced.get(move.id());
    if (pause != null) {
      requireUnbroken(move, pause);
    }
  }

  /**
   * Renews every guard of the move; also takes over those that an older worker of it closed.
   *
   * @throws MoveFailed when one is broken, or the pause has been longer than its limit
   */
  public void requireUnbroken(Move move) {
    requireUnbroken(
        move,
        fenced.computeIfAbsent(
            move.id(), id -> new Pause(clock.instant().minus(pauses.soFar(move)))));
  }

  private void requireUnbroken(Move move, Pause pause) {
    Duration paused = Duration.between(pause.since, clock.instant());
    Duration limit =
        Duration.ofSeconds(move.options().pauseMaxSeconds().orElse(limits.pauseMaxSeconds()));
    if (paused.compareTo(limit) > 0) {
      throw new MoveFailed(
          "the write pause has taken "
              + paused.toSeconds()
              + " s, the limit is "
              + limit.toSeconds()
              + " s (pause-max-seconds)");
    }
    for (Component component : components.of(move)) {
      if (!component.fence().renew(move, Duration.ofSeconds(limits.fenceLeaseSeconds()))) {
        throw new MoveFailed(
            "the guard of "
                + move.tenant().name()
                + " on "
                + move.source()
                + " is broken: its deadline passed and a write was let in (fence-lease-seconds)");
      }
    }
  }

  /**
   * Lets the tenant write at once, without the journal: the move can then only be undone. Work on
   * it that is stuck in a network is cut short, or it would never be.
   */
  public void release(Move move) {
    components.of(move).forEach(component -> component.fence().lift(move));
    forget(move);
    components.of(move).forEach(component -> component.release().accept(move));
  }

  /** How long the tenant has been refused so far, if it is. */
  public Optional<Duration> paused(Move move) {
    return Optional.ofNullable(fenced.get(move.id()))
        .map(pause -> Duration.between(pause.since, clock.instant()));
  }

  private static final class Pause {
    final Instant since;
    private boolean over;

    Pause(Instant since) {
      this.since = since;
    }

    synchronized void end() {
      over = true;
    }

    synchronized void unlessOver(Runnable work) {
      if (!over) {
        work.run();
      }
    }
  }
}
