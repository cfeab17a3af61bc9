package dev.rehome.phases;

import dev.rehome.journal.WaitBook;
import dev.rehome.model.Move;
import dev.rehome.store.SessionLook;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final Map<String, Map<Waiter, Long>> waiting = new HashMap<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private String said = "";

  private record Waiter(String cell, int pid) {}

  public WaitWatch(SessionLook look, WaitBook book, Held held) {
    this.look = look;
    this.book = book;
    this.held = held;
  }

  /** Begins to look. */
  public void start() {
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            this::lookOnce,
            BETWEEN_LOOKS.toMillis(),
            BETWEEN_LOOKS.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** What goes wrong is said once, and never stands in a move's way. */
  private void lookOnce() {
    try {
      for (Move move : held.moves()) {
        Set<Waiter> now = new HashSet<>();
        for (String cell : List.of(move.source(), move.target())) {
          look.waitingBehind(move, cell).forEach(pid -> now.add(new Waiter(cell, pid)));
        }
        settle(move, now, System.nanoTime());
      }
      waiting.keySet().retainAll(held.moves().stream().map(Move::id).toList());
      said = "";
    } catch (RuntimeException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(said)) {
        LOG.warn("who waits for locks behind a move was not seen: {}", why);
        said = why;
      }
    }
  }

  private void settle(Move move, Set<Waiter> now, long nanos) {
    Map<Waiter, Long> since = waiting.computeIfAbsent(move.id(), id -> new HashMap<>());
    int began = 0;
    long longest = 0;
    for (Waiter waiter : now) {
      began += since.putIfAbsent(waiter, nanos) == null ? 1 : 0;
      longest = Math.max(longest, nanos - since.get(waiter));
    }
    since.keySet().retainAll(now);
    if (!now.isEmpty()) {
      book.seen(move.id(), began, Duration.ofNanos(longest).plus(BETWEEN_LOOKS));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
