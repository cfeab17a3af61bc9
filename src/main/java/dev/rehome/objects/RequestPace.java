package dev.rehome.objects;

import dev.rehome.model.Stopped;

/**
 * How many requests to a store may run at the same time: halved when the store says that it is too
 * much, and one more for each round of successes. Thread safe.
 */
final class RequestPace {
  private final int most;
  private int limit;
  private int underWay;
  private int successes;
  private long round;

  /**
   * A pace.
   *
   * @param most at least 1; it begins with so many
   */
  RequestPace(int most) {
    this.most = most;
    this.limit = most;
  }

  /**
   * Waits until one more request may run.
   *
   * @return the round it belongs to, for {@link #ended}
   * @throws Stopped when the thread is interrupted meanwhile
   */
  synchronized long begin() {
    try {
      while (underWay >= limit) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while waiting to ask an object store");
    }
    underWay++;
    return round;
  }

  /** What became of a request. */
  enum End {
    /** The store answered in time, whatever it said. */
    ANSWERED,
    /** It was too much for the store, or for the network. */
    TOO_MUCH,
    /** It says nothing about the store's load. */
    OTHERWISE
  }

  /**
   * A request has ended. Those of one round, which were under way together, halve the number once.
   */
  synchronized void ended(long begunIn, End end) {
    underWay--;
    switch (end) {
      case ANSWERED -> succeeded();
      case TOO_MUCH -> {
        if (begunIn == round) {
          limit = Math.max(1, limit / 2);
          successes = 0;
          round++;
        }
      }
      case OTHERWISE -> {}
    }
    notifyAll();
  }

  private void succeeded() {
    successes++;
    if (limit < most && successes >= limit) {
      limit++;
      successes = 0;
    }
  }

  /** How many may run now. */
  synchronized int limit() {
    return limit;
  }
}
