package dev.rehome.phases.work;

import dev.rehome.journal.books.Pauses;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.settings.Limits;
import dev.rehome.store.Component;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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

  /**
   * A component's fence of a held move is closed: it is kept so from now on. May be called again.
   *
   * @param since when the first write of the tenant may have been refused
   */
  public void closed(Move move, Component component, Instant since) {
    fenced.computeIfAbsent(move.id(), id -> new Pause(since)).closed(component, since);
  }

  /**
   * The guard is being lifted, or the move is let go: nothing to renew. Returns when nobody is at
   * it.
   */
  public void forget(Move move) {
    Pause pause = fenced.remove(move.id());
    if (pause != null) {
      pause.end();
    }
  }

  /** Whether a fence of the move is closed and not sealed, by this process's knowledge. */
  public boolean isClosed(Move move) {
    return fenced.containsKey(move.id());
  }

  /** Does something about a closed guard, by this process's knowledge, that is not forgotten. */
  public void whileClosed(Move move, Runnable work) {
    Pause pause = fenced.get(move.id());
    if (pause != null) {
      pause.unlessOver(work);
    }
  }

  /** For {@link #whileClosed}: renews what this process knows to be closed; takes nothing over. */
  public void renew(Move move) {
    Pause pause = fenced.get(move.id());
    if (pause != null) {
      requireUnbroken(move, pause, pause.closed());
    }
  }

  /** For {@link #whileClosed}: {@code MoveFailed} when the pause has been longer than its limit. */
  public void requireShort(Move move) {
    Pause pause = fenced.get(move.id());
    if (pause != null) {
      requireShort(move, pause);
    }
  }

  /**
   * For a new worker: older ones are made harmless, then every guard that they closed is renewed
   * under this worker's epoch.
   *
   * @throws MoveFailed when one is broken, or the pause has been longer than its limit
   */
  public void adopt(Move move) {
    components.of(move).forEach(component -> component.takeover().take(move));
    requireUnbroken(move, known(move), components.of(move));
  }

  /**
   * Renews every guard a last time and takes its deadline off; from then on no beat touches it. May
   * be called again.
   *
   * @throws MoveFailed when one is broken or was released, or the pause has been too long
   */
  public void seal(Move move) {
    Pause pause = known(move);
    synchronized (pause) {
      requireUnbroken(move, pause, components.of(move));
      forget(move);
      for (Component component : components.of(move)) {
        if (!component.fence().seal(move)) {
          throw broken(move);
        }
      }
    }
  }

  /** That the guards are sealed still: the last moment at which going back loses nothing. */
  public void requireSealed(Move move) {
    for (Component component : components.of(move)) {
      if (!component.fence().seal(move)) {
        throw broken(move);
      }
    }
  }

  /** Why a sealed source cannot be asked, in words; empty when it answers, whatever it says. */
  public Optional<String> silence(Move move) {
    for (Component component : components.of(move)) {
      try {
        component.fence().seal(move);
      } catch (PassingFault e) {
        return Optional.of(move.source() + " does not answer: " + e.getMessage());
      } catch (MoveFailed e) {
        // an answer, e.g. that a table came which the settings do not know
      }
    }
    return Optional.empty();
  }

  private Pause known(Move move) {
    Pause pause =
        fenced.computeIfAbsent(
            move.id(), id -> new Pause(clock.instant().minus(pauses.soFar(move))));
    components.of(move).forEach(component -> pause.closed(component, pause.since()));
    return pause;
  }

  private void requireUnbroken(Move move, Pause pause, Collection<Component> closed) {
    requireShort(move, pause);
    for (Component component : closed) {
      if (!component.fence().renew(move, Duration.ofSeconds(limits.fenceLeaseSeconds()))) {
        throw broken(move);
      }
    }
  }

  private void requireShort(Move move, Pause pause) {
    Duration paused = Duration.between(pause.since(), clock.instant());
    Duration limit =
        Duration.ofSeconds(move.options().pauseMaxSeconds().orElse(limits.pauseMaxSeconds()));
    if (paused.compareTo(limit) > 0) {
      throw new MoveFailed(
          "the write pause has taken %d s, the limit is %d s (pause-max-seconds)"
              .formatted(paused.toSeconds(), limit.toSeconds()));
    }
  }

  private static MoveFailed broken(Move move) {
    return new MoveFailed(
        "the guard of %s on %s is broken: its deadline passed and a write was let in, or it was lifted (fence-lease-seconds)"
            .formatted(move.tenant().name(), move.source()));
  }

  /**
   * Lets the tenant write at once, without the journal: the move can then only be undone. Work on
   * it that is stuck in a network is cut short, or it would never be. A store that does not answer
   * keeps no other one from either.
   *
   * @throws PassingFault when one did not: to be called again
   */
  public void release(Move move) {
    Optional<PassingFault> silent = Optional.empty();
    for (Component component : components.of(move)) {
      try {
        component.fence().lift(move);
      } catch (PassingFault e) {
        silent = silent.or(() -> Optional.of(e));
      }
    }
    components.of(move).forEach(component -> component.release(move));
    if (silent.isPresent()) {
      throw silent.get();
    }
    forget(move);
  }

  private static final class Pause {
    private final Map<String, Component> closed = new ConcurrentHashMap<>();
    private volatile Instant since;
    private boolean over;

    Pause(Instant since) {
      this.since = since;
    }

    synchronized void closed(Component component, Instant refusing) {
      closed.put(component.name(), component);
      since = refusing.isBefore(since) ? refusing : since;
    }

    Collection<Component> closed() {
      return closed.values();
    }

    Instant since() {
      return since;
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
