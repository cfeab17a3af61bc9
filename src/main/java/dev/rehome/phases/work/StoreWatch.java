package dev.rehome.phases.work;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Reason;
import dev.rehome.store.Component;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices stores that give no sign of life while a tenant is fenced: a copy would go on trying for
 * minutes. Each component is asked once a second, in a thread of its own, so that a silent store
 * keeps nobody else waiting. Work that hangs in a silent store is cut short here, which decides
 * nothing: {@link Pulse} does while the guard has a deadline, and who was cut short does after the
 * seal. Time in which this process slept does not count. Thread safe.
 */
public final class StoreWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** So much later than the verdict, which lifts the guard and cuts by itself if nothing hangs. */
  private static final Duration AFTER_THE_VERDICT = TICK.multipliedBy(2);

  private final Components components;
  private final Held held;
  private final GuardWatch guard;
  private final Duration most;
  private final Clock clock;
  private final Map<String, Map<String, Silence>> silences = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(StoreWatch::daemon);
  private final ExecutorService askers = Executors.newCachedThreadPool(StoreWatch::daemon);

  /**
   * A watch.
   *
   * @param most how long a store may be silent
   */
  public StoreWatch(
      Components components, Held held, GuardWatch guard, Duration most, Clock clock) {
    this.components = components;
    this.held = held;
    this.guard = guard;
    this.most = most;
    this.clock = clock;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "rehome-store-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to ask. */
  public void start() {
    long period = TICK.toMillis();
    Future<?> unused =
        timer.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
  }

  /** Throws {@code MoveFailed} when a store of a fenced move has been silent for too long. */
  public void require(Move move) {
    silences
        .getOrDefault(move.id(), Map.of())
        .forEach((component, silence) -> silence.require(component, most));
  }

  /** The tenant waits no more, or the move is let go. */
  public void forget(Move move) {
    silences.remove(move.id());
  }

  void tick() {
    for (Move move : held.moves()) {
      try {
        if (guard.isClosed(move) || held.hurries(move.id())) {
          components.of(move).forEach(component -> ask(move, component));
        } else {
          forget(move);
        }
      } catch (RuntimeException e) {
        LOG.warn("{}: its stores were not asked: {}", move, e.getMessage());
      }
    }
  }

  private void ask(Move move, Component component) {
    Silence silence =
        silences
            .computeIfAbsent(move.id(), id -> new ConcurrentHashMap<>())
            .computeIfAbsent(component.name(), name -> new Silence(clock.instant()));
    if (silence.lasts(clock.instant())) {
      askers.execute(() -> silence.ask(() -> component.reach(move)));
    }
    if (silence.cuts(most)) {
      askers.execute(() -> cut(move, component));
    }
  }

  /** The work fails as one that may pass, and whoever did it asks what is so now. */
  private static void cut(Move move, Component component) {
    LOG.warn("{}: a store of {} is silent; what waits for it is cut short", move, component.name());
    try {
      component.release(move);
    } catch (RuntimeException e) {
      LOG.warn("{}: {} was not released: {}", move, component.name(), e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    askers.shutdownNow();
  }

  /** How long a component's stores have given no sign, by this process's own waking seconds. */
  private static final class Silence {
    private Instant last;
    private Duration length = Duration.ZERO;
    private Duration cutAt = AFTER_THE_VERDICT;
    private boolean asking;
    private String reason = "no answer";

    Silence(Instant now) {
      last = now;
    }

    /** A second more of it; whether to ask now: nobody waits for an answer. */
    synchronized boolean lasts(Instant now) {
      Duration since = Duration.between(last, now);
      Duration awake = since.compareTo(TICK.multipliedBy(2)) > 0 ? TICK : since;
      length = length.plus(awake.isNegative() ? Duration.ZERO : awake);
      last = now;
      boolean idle = !asking;
      asking = true;
      return idle;
    }

    /** Whether to cut now: what begins anew has as much time as what was cut. */
    synchronized boolean cuts(Duration most) {
      boolean due = length.compareTo(most.plus(cutAt)) >= 0;
      cutAt = due ? length.plus(AFTER_THE_VERDICT) : cutAt;
      return due;
    }

    void ask(Runnable question) {
      String failure = "";
      try {
        question.run();
      } catch (RuntimeException e) {
        failure = Reason.of(e);
      }
      synchronized (this) {
        asking = false;
        reason = failure.isEmpty() ? "no answer" : failure;
        if (failure.isEmpty()) {
          length = Duration.ZERO;
          cutAt = AFTER_THE_VERDICT;
        }
      }
    }

    synchronized void require(String component, Duration most) {
      if (length.compareTo(most) >= 0) {
        throw new MoveFailed(
            "a store of %s has been away for %d s while the tenant was fenced (store-lost-seconds): %s"
                .formatted(component, length.toSeconds(), reason));
      }
    }
  }
}
