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

  /** The guard has no deadline any more, or the move is over: nothing to renew. */
  public void forget(Move move) {
    fenced.remove(move.id());
  }

  /** Whether the guard of the move is closed, by this process's knowledge. */
  public boolean watches(Move move) {
    return fenced.containsKey(move.id());
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

  /** Lets the tenant write at once, without the journal: the move can then only be undone. */
  public void release(Move move) {
    fenced.remove(move.id());
    components.of(move).forEach(component -> component.fence().lift(move));
  }

  /** How long the tenant has been refused so far, if it is. */
  public Optional<Duration> paused(Move move) {
    return Optional.ofNullable(fenced.get(move.id()))
        .map(since -> Duration.between(since, clock.instant()));
  }
}
