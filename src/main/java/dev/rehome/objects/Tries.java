package dev.rehome.objects;

import dev.rehome.model.Stopped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The tries of one request: few, and with a growing pause that differs from thread to thread. */
final class Tries {
  private static final int MOST = 6;
  private static final long LONGEST_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long FIRST_MILLIS = 200;
  private static final long FACTOR = 3;

  private final long begun = System.nanoTime();
  private int tried = 1;
  private long millis = FIRST_MILLIS;

  /** Sleeps before the next try; false, at once, when there is none. */
  boolean again() {
    if (tried >= MOST || System.nanoTime() - begun > LONGEST_NANOS) {
      return false;
    }
    tried++;
    try {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while waiting to ask an object store again");
    }
    millis *= FACTOR;
    return true;
  }
}
