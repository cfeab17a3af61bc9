package dev.rehome.postgres.purge;

import java.time.Duration;

/** How many rows a batch has: as many as are deleted in about half a second. */
final class BatchPace {
  static final int ROWS_MAX = 10_000;
  private static final int ROWS_MIN = 50;
  private static final Duration QUICK = Duration.ofMillis(400);
  private static final Duration SLOW = Duration.ofMillis(1_200);

  private int rows = 1_000;

  int rows() {
    return rows;
  }

  /** A batch of that size took too long; false when there is no smaller one. */
  boolean tooLong() {
    boolean smaller = rows > ROWS_MIN;
    rows = Math.max(ROWS_MIN, rows / 4);
    return smaller;
  }

  /** A batch of that size took so long. */
  void took(Duration time) {
    if (time.compareTo(QUICK) < 0) {
      rows = Math.min(ROWS_MAX, rows * 2);
    } else if (time.compareTo(SLOW) > 0) {
      rows = Math.max(ROWS_MIN, rows / 2);
    }
  }
}
