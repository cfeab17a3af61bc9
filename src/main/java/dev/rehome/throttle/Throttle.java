package dev.rehome.throttle;

import dev.rehome.model.Stopped;
import dev.rehome.patience.Patience;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Bounds how fast bytes leave or reach a cell, over all threads that share it. */
public final class Throttle {
  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private long freeAt;

  /**
   * A bound.
   *
   * @param bytesPerSecond 0 for none
   * @param nanoTime as {@code System::nanoTime}
   */
  public Throttle(long bytesPerSecond, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.freeAt = nanoTime.getAsLong();
  }

  /**
   * Counts the bytes, and sleeps until they and those counted before are paid for: so that no
   * beginning and no end of a copy is above the bound.
   *
   * @throws Stopped when the thread is interrupted meanwhile
   */
  public void take(int bytes) {
    sleep(pause(bytes));
  }

  /** The same under both bounds at once: the longer wait is the other one's too. */
  public static void take(int bytes, Throttle one, Throttle other) {
    long pause = one.pause(bytes);
    sleep(one == other ? pause : Math.max(pause, other.pause(bytes)));
  }

  private static void sleep(long nanos) {
    Patience.pause(Duration.ofNanos(nanos), "copy-bytes-per-second-max was kept");
  }

  /** How long the caller is to wait, in nanoseconds. */
  synchronized long pause(int bytes) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    freeAt = Math.max(now, freeAt) + (long) (bytes * 1e9 / bytesPerSecond);
    return freeAt - now;
  }
}
