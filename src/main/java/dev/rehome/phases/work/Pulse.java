package dev.rehome.phases.work;

import dev.rehome.journal.Leases;
import dev.rehome.journal.books.Wishes;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.RollbackWished;
import dev.rehome.model.StaleLease;
import dev.rehome.model.Stopped;
import dev.rehome.settings.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what this process holds: renews leases and guards of the held moves, reads the wishes, and
 * gives the orders to end. Two threads, so that an absent control store does not keep the guards
 * from being looked after.
 */
public final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

  /** How long a lease lasts; renewed every second. Shorter for tests that kill its holder. */
  public static final Duration LEASE =
      Duration.ofSeconds(Integer.getInteger("rehome.lease-seconds", 15));

  private final Held held;
  private final Leases leases;
  private final Wishes wishes;
  private final GuardWatch guard;
  private final Limits limits;
  private final StoreWatch stores;
  private final Standstills standstills;
  private final Clock clock;
  private final Map<String, Instant> controlSeen = new ConcurrentHashMap<>();
  private final Map<String, Instant> renewed = new ConcurrentHashMap<>();
  private final Map<String, String> told = new ConcurrentHashMap<>();
  private final Map<String, Future<?>> beats = new ConcurrentHashMap<>();
  private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService guards;

  public Pulse(
      Held held,
      Leases leases,
      Wishes wishes,
      GuardWatch guard,
      StoreWatch stores,
      Standstills standstills,
      Limits limits,
      Clock clock) {
    this.held = held;
    this.leases = leases;
    this.wishes = wishes;
    this.guard = guard;
    this.stores = stores;
    this.standstills = standstills;
    this.limits = limits;
    this.clock = clock;
    this.guards = Executors.newScheduledThreadPool(limits.movesMax() + 1);
  }

  /** Begins to beat, once a second. */
  public void start() {
    stores.start();
    Future<?> unused = control.scheduleWithFixedDelay(this::beatControl, 1, 1, TimeUnit.SECONDS);
  }

  /** Call it when a move is claimed. A wish that was asked before is obeyed before all else. */
  public void begin(Move move) {
    controlSeen.put(move.id(), clock.instant());
    beatControl(move);
    long period = Math.min(1000, limits.fenceLeaseSeconds() * 200L);
    beats.put(
        move.id(),
        guards.scheduleWithFixedDelay(
            () -> beatGuard(move.id()), period, period, TimeUnit.MILLISECONDS));
  }

  /** Call it when a move is let go. */
  public void end(Move move) {
    Future<?> beat = beats.remove(move.id());
    if (beat != null) {
      beat.cancel(false);
    }
    controlSeen.remove(move.id());
    renewed.remove(move.id());
    told.remove(move.id());
    stores.forget(move);
    guard.forget(move);
  }

  private void beatControl() {
    held.moves().forEach(this::beatControl);
  }

  private void beatControl(Move move) {
    try {
      leases.renew(move, LEASE);
      controlSeen.computeIfPresent(move.id(), (id, seen) -> clock.instant());
      wishes.of(move).ifPresent(wish -> obey(move, wish));
      tell(move);
    } catch (StaleLease e) {
      stale(move, e);
    } catch (RuntimeException e) {
      LOG.warn("{}: the lease was not renewed: {}", move, e.getMessage());
    }
  }

  private void tell(Move move) {
    String route = standstills.of(move.id()).orElse("");
    if (!route.equals(told.getOrDefault(move.id(), ""))) {
      leases.standStill(move, route);
      told.put(move.id(), route);
    }
  }

  /**
   * An undo raises the epoch in the middle of a beat: only a lease lost at the epoch held now is
   * lost.
   */
  private void stale(Move move, StaleLease e) {
    boolean present =
        held.moves().stream()
            .anyMatch(now -> now.id().equals(move.id()) && now.epoch() == move.epoch());
    if (present) {
      held.order(move.id(), e);
    }
  }

  private void obey(Move move, Wishes.Wish wish) {
    switch (wish) {
      case ROLLBACK ->
          held.order(move.id(), new RollbackWished("an operator asked for the rollback"));
      case PAUSE -> held.order(move.id(), new Stopped("paused by an operator"));
      case RESUME -> {}
    }
  }

  private void beatGuard(String id) {
    held.moves().stream().filter(move -> move.id().equals(id)).forEach(this::beatGuard);
  }

  private void beatGuard(Move move) {
    try {
      guard.whileClosed(move, () -> lookAfter(move));
    } catch (PassingFault e) {
      LOG.warn("{}: the guard was not renewed: {}", move, e.getMessage());
    } catch (StaleLease e) {
      stale(move, e);
    } catch (RuntimeException e) {
      held.order(move.id(), e);
    }
  }

  private void lookAfter(Move move) {
    Duration away =
        Duration.between(controlSeen.getOrDefault(move.id(), clock.instant()), clock.instant());
    if (away.toSeconds() >= limits.controlLostSeconds()) {
      release(
          move,
          new MoveFailed(
              "the control store has been away for %d s while the tenant was fenced (control-lost-seconds)"
                  .formatted(away.toSeconds())));
      return;
    }
    try {
      stores.require(move);
      guard.requireShort(move);
      Instant due =
          renewed
              .getOrDefault(move.id(), Instant.MIN)
              .plusMillis(limits.fenceLeaseSeconds() * 250L);
      if (clock.instant().isAfter(due)) {
        guard.renew(move);
        renewed.put(move.id(), clock.instant());
      }
    } catch (MoveFailed e) {
      release(move, e);
    }
  }

  private void release(Move move, MoveFailed reason) {
    held.order(move.id(), reason);
    guard.release(move);
    LOG.warn("{}: {}; the tenant writes at {} again", move, reason.getMessage(), move.source());
  }

  @Override
  public void close() {
    stores.close();
    control.shutdownNow();
    guards.shutdownNow();
  }
}
