package dev.rehome.phases.work;

import dev.rehome.journal.read.WaitBook;
import dev.rehome.model.Move;
import dev.rehome.model.Reason;
import dev.rehome.store.SessionLook;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, a few times a second, who waits for a lock behind the held moves, and writes down how many
 * did and for how long at most. A wait shorter than the time between two looks may be missed; what
 * is seen is told up to one such time too long.
 */
public final class WaitWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WaitWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final SessionLook look;
  private final WaitBook book;
  private final Held held;
  private final List<String> cells;
  private final Map<Waiter, Long> since = new ConcurrentHashMap<>();
  private final Map<String, String> said = new ConcurrentHashMap<>();
  private final ScheduledExecutorService threads;

  private record Waiter(String cell, String move, int pid) {}

  /**
   * @param cells each is looked at on its own, so that one that is down does not hide the others
   */
  public WaitWatch(SessionLook look, WaitBook book, Held held, List<String> cells) {
    this.look = look;
    this.book = book;
    this.held = held;
    this.cells = List.copyOf(cells);
    this.threads = Executors.newScheduledThreadPool(Math.max(1, Math.min(4, cells.size())));
  }

  /** Begins to look. */
  public void start() {
    long millis = BETWEEN_LOOKS.toMillis();
    for (String cell : cells) {
      Future<?> unused =
          threads.scheduleWithFixedDelay(() -> lookAt(cell), millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** What goes wrong is said once, and never stands in a move's way. */
  private void lookAt(String cell) {
    try {
      Set<Waiter> now = new HashSet<>();
      for (Move move : held.moves()) {
        if (cell.equals(move.source()) || cell.equals(move.target())) {
          now.addAll(lookAt(cell, move));
        }
      }
      since.keySet().removeIf(waiter -> waiter.cell().equals(cell) && !now.contains(waiter));
      said.remove(cell);
    } catch (RuntimeException e) {
      String why = Reason.of(e);
      if (!why.equals(said.put(cell, why))) {
        LOG.warn("who waits for locks behind a move in {} was not seen: {}", cell, why);
      }
    }
  }

  private List<Waiter> lookAt(String cell, Move move) {
    List<Waiter> now =
        look.waitingBehind(move, cell).stream()
            .map(pid -> new Waiter(cell, move.id(), pid))
            .toList();
    long nanos = System.nanoTime();
    int began = 0;
    long longest = 0;
    for (Waiter waiter : now) {
      began += since.putIfAbsent(waiter, nanos) == null ? 1 : 0;
      longest = Math.max(longest, nanos - since.get(waiter));
    }
    if (!now.isEmpty()) {
      book.seen(move.id(), began, Duration.ofNanos(longest).plus(BETWEEN_LOOKS));
    }
    return now;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
