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
  private final Map<String, Instant> fenced = new ConcurrentHashMap<>();
  private final Map<String, Fate> fates = new ConcurrentHashMap<>();

  /** What a closed guard became: the first that says so decides. */
  private enum Fate {
    SEALED,
    RELEASED
  }

  public GuardWatch(Components components, Pauses pauses, Limits limits, Clock clock) {
    this.components = components;
    this.pauses = pauses;
    this.limits = limits;
    this.clock = clock;
  }

  /** The fence of a held move is closed and has been for so long. */
  public void closed(Move move, Duration already) {
    fenced.put(move.id(), clock.instant().minus(already));
  }

  /** The guard has no deadline any more, or is being lifted: nothing to renew. */
  public void forget(Move move) {
    fenced.remove(move.id());
  }

  /** This process no longer holds the move. */
  public void end(Move move) {
    forget(move);
    fates.remove(move.id());
  }

  /** Whether the guard of the move is closed, by this process's knowledge. */
  public boolean watches(Move move) {
    return fenced.containsKey(move.id());
  }

  /** For a new worker: older ones are made harmless, then {@link #requireUnbroken}. */
  public void adopt(Move move) {
    components.of(move).forEach(component -> component.takeover().take(move));
    requireUnbroken(move);
  }

  /**
   * Renews every guard of the move; also takes over those that an older worker of it closed.
   *
   * @throws MoveFailed when one is broken, or the pause has been longer than its limit
   */
  public void requireUnbroken(Move move) {
    Instant since =
        fenced.computeIfAbsent(move.id(), id -> clock.instant().minus(pauses.soFar(move)));
    Duration paused = Duration.between(since, clock.instant());
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
   * Renews every guard a last time and takes its deadline off. Whoever releases it at the same time
   * comes first, and this fails, or comes too late, and changes nothing. May be called again.
   *
   * @throws MoveFailed when a guard is broken or released
   */
  public void seal(Move move) {
    requireUnbroken(move);
    forget(move);
    if (fates.merge(move.id(), Fate.SEALED, (first, second) -> first) != Fate.SEALED) {
      throw new MoveFailed(
          move + ": its guard was released before it could be sealed (control-lost-seconds)");
    }
    for (Component component : components.of(move)) {
      if (!component.fence().seal(move)) {
        throw new MoveFailed(
            "the guard of "
                + move.tenant().name()
                + " on "
                + move.source()
                + " was broken before it could be sealed (fence-lease-seconds)");
      }
    }
  }

  /**
   * Lets the tenant write at once, without the journal: the move can then only be undone. A guard
   * that is sealed, or about to be, stays: the cutover may have been sent.
   *
   * @return whether the guard is released
   */
  public boolean release(Move move) {
    fenced.remove(move.id());
    if (fates.merge(move.id(), Fate.RELEASED, (first, second) -> first) != Fate.RELEASED) {
      return false;
    }
    components.of(move).forEach(component -> component.fence().lift(move));
    return true;
  }

  /** How long the tenant has been refused so far, if it is. */
  public Optional<Duration> paused(Move move) {
    return Optional.ofNullable(fenced.get(move.id()))
        .map(since -> Duration.between(since, clock.instant()));
  }
}
