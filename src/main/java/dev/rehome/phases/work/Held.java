package dev.rehome.phases.work;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.Position.Undo;
import dev.rehome.model.StaleLease;
import dev.rehome.model.Stopped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The moves that this process holds a lease of. Work on a move passes through {@link #work}, at
 * whose door an order to end (a stop, a wish, a lost lease, a broken guard) is obeyed. Thread safe.
 */
public final class Held {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /**
   * Whether the move is held, and its tenant waits for it without a deadline, or for its undo: who
   * suspends a route shall not hold it up by the way.
   */
  public boolean hurries(String id) {
    Entry entry = entries.get(id);
    return entry != null && (entry.sealed || entry.move.position().undo() != Undo.NONE);
  }

  /** The guard of the held move has no deadline from now on. */
  public void sealed(String id) {
    entry(id).sealed = true;
  }

  /** Begins to hold a move. */
  public void hold(Move move) {
    entries.put(move.id(), new Entry(move));
  }

  /** No longer holds it. */
  public void letGo(Move move) {
    entries.remove(move.id());
  }

  /** How many moves are held. */
  public int count() {
    return entries.size();
  }

  /** The moves held now. */
  public java.util.List<Move> moves() {
    return entries.values().stream().map(entry -> entry.move).toList();
  }

  /**
   * The move as this process holds it.
   *
   * @throws StaleLease if it does not
   */
  public Move move(String id) {
    return entry(id).move;
  }

  /**
   * The held move is being undone, under a new epoch; orders to end given before are obeyed, and so
   * forgotten. No {@link #work} on it begins any more: a chunk that waits to be tried again would
   * write into what is being taken away.
   */
  public void undo(Move move) {
    entry(move.id()).undo(move);
  }

  /** The next work on the move, and every one after it, throws this. The first order stands. */
  public void order(String id, RuntimeException end) {
    Entry entry = entries.get(id);
    if (entry != null && entry.order.isEmpty()) {
      entry.order = Optional.of(end);
    }
  }

  /**
   * Why the move was ordered to fail, if it was: work that was cut short because of that fails by
   * what it met first.
   */
  public Optional<MoveFailed> failure(String id) {
    return entry(id).order.filter(MoveFailed.class::isInstance).map(MoveFailed.class::cast);
  }

  /** Throws the order to end, if there is one. */
  public void obey(String id) {
    obey(id, order -> true);
  }

  /** Throws the order to end, if there is one of those that count now. */
  public void obey(String id, Predicate<RuntimeException> counts) {
    entry(id)
        .order
        .filter(counts)
        .ifPresent(
            end -> {
              throw end;
            });
  }

  /**
   * Does a piece of work, a chunk or a check, that is waited for by {@link #awaitIdle}.
   *
   * @throws StaleLease if the move is past such work: a chunk of its past tries again
   */
  public <T> T work(String id, Function<Move, T> work) {
    Entry entry = entry(id);
    obey(id);
    Move move = entry.begin();
    try {
      return work.apply(move);
    } finally {
      entry.end();
    }
  }

  /** Waits until no work on the move is under way. */
  public void awaitIdle(String id) {
    entry(id).awaitIdle();
  }

  /**
   * The move is about to be let go: no work on it begins any more, and what is under way is told to
   * end by this order, if it has none yet. Without effect on a move that is not held.
   */
  public void close(String id, RuntimeException end) {
    Entry entry = entries.get(id);
    if (entry != null) {
      entry.close();
      order(id, end);
    }
  }

  /** Whether all work on the move has ended within {@code most}; true of one that is not held. */
  public boolean idleWithin(String id, Duration most) {
    Entry entry = entries.get(id);
    return entry == null || entry.idleWithin(most);
  }

  private Entry entry(String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new StaleLease("move " + id + " is not held by this process");
    }
    return entry;
  }

  private static final class Entry {
    volatile Move move;
    volatile Optional<RuntimeException> order = Optional.empty();

    volatile boolean sealed;

    private int underWay;
    private boolean closed;

    Entry(Move move) {
      this.move = move;
      this.sealed = past(move.position().phase());
      this.closed = move.position().undo() != Undo.NONE || past(move.position().phase());
    }

    private static boolean past(Phase phase) {
      return switch (phase) {
        case PREFLIGHT, COPY, DRAIN, SNAPSHOT -> false;
        case CUTOVER, RESUME -> true;
      };
    }

    synchronized Move begin() {
      if (closed) {
        throw new StaleLease("move " + move.id() + " has no more chunks and checks to be done");
      }
      underWay++;
      return move;
    }

    synchronized void undo(Move undone) {
      move = undone;
      order = Optional.empty();
      closed = true;
    }

    synchronized void close() {
      closed = true;
    }

    synchronized void end() {
      underWay--;
      notifyAll();
    }

    synchronized boolean idleWithin(Duration most) {
      long end = System.nanoTime() + most.toNanos();
      try {
        while (underWay > 0) {
          long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (left <= 0) {
            return false;
          }
          wait(left);
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    synchronized void awaitIdle() {
      try {
        while (underWay > 0) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Stopped("interrupted while work on move " + move.id() + " was ending");
      }
    }
  }
}
