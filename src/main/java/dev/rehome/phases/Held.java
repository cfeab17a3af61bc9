package dev.rehome.phases;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import dev.rehome.model.Stopped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The moves that this process holds a lease of. Work on a move passes through {@link #work}, at
 * whose door an order to end (a stop, a wish, a lost lease, a broken guard) is obeyed. Thread safe.
 */
public final class Held {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

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

  /** The held move has a new epoch; orders to end given before are obeyed, and so forgotten. */
  public void replace(Move move) {
    Entry entry = entry(move.id());
    entry.move = move;
    entry.order = Optional.empty();
  }

  /** The next work on the move, and every one after it, throws this. The first order stands. */
  public void order(String id, RuntimeException end) {
    Entry entry = entries.get(id);
    if (entry != null && entry.order.isEmpty()) {
      entry.order = Optional.of(end);
    }
  }

  /** Throws the order to end, if there is one. */
  public void obey(String id) {
    entry(id)
        .order
        .ifPresent(
            end -> {
              throw end;
            });
  }

  /** Does a piece of work, a chunk or a check, that is waited for by {@link #awaitIdle}. */
  public <T> T work(String id, Function<Move, T> work) {
    Entry entry = entry(id);
    obey(id);
    entry.begin();
    try {
      return work.apply(entry.move);
    } finally {
      entry.end();
    }
  }

  /** Waits until no work on the move is under way. */
  public void awaitIdle(String id) {
    entry(id).awaitIdle();
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

    private int underWay;

    Entry(Move move) {
      this.move = move;
    }

    synchronized void begin() {
      underWay++;
    }

    synchronized void end() {
      underWay--;
      notifyAll();
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
