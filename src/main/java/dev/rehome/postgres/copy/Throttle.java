package dev.rehome.postgres.copy;

import dev.rehome.model.Stopped;
import java.util.concurrent.TimeUnit;
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
   * Counts the bytes, and sleeps until those counted before are paid for.
   *
   * @throws Stopped when the thread is interrupted meanwhile
   */
  public void take(int bytes) {
    if (bytesPerSecond == 0) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(pause(bytes));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while waiting for copy-bytes-per-second-max");
    }
  }

  /** How long the caller is to wait, in nanoseconds. */
  synchronized long pause(int bytes) {
    long now = nanoTime.getAsLong();
    long start = Math.max(now, freeAt);
    freeAt = start + (long) (bytes * 1e9 / bytesPerSecond);
    return start - now;
  }
}
