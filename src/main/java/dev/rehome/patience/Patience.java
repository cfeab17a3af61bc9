package dev.rehome.patience;

import dev.rehome.model.Stopped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long, and how often, something is waited for: bounded by a clock and by a number of tries,
 * and ended by an interrupt. For one thread.
 *
 * <pre>{@code
 * Patience patience = new Patience(clock, limit, pause, "its source was waited for");
 * while (!there()) {
 *   if (!patience.again()) {
 *     throw late();
 *   }
 * }
 * }</pre>
 */
public final class Patience {
  /** Goes on evenly, whatever is done to the machine's clock; its dates mean nothing. */
  public static final Clock STEADY =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return Instant.EPOCH.plusNanos(System.nanoTime());
        }
      };

  private final Clock clock;
  private final Instant end;
  private final String what;
  private int triesLeft = Integer.MAX_VALUE;
  private Duration pause;
  private int factor = 1;
  private Duration longest;
  private boolean jittered;

  /**
   * Begins now.
   *
   * @param limit of all tries and pauses together
   * @param pause between two tries
   * @param what as in {@code interrupted while WHAT}
   */
  public Patience(Clock clock, Duration limit, Duration pause, String what) {
    this.clock = clock;
    this.end = clock.instant().plus(limit);
    this.pause = pause;
    this.longest = pause;
    this.what = what;
  }

  /** At most so many tries, the first one among them. */
  public Patience tries(int most) {
    triesLeft = most - 1;
    return this;
  }

  /** Each pause is so many times as long as the one before, at most {@code longest}. */
  public Patience growing(int times, Duration longestPause) {
    factor = times;
    longest = longestPause;
    return this;
  }

  /** Each pause has a random length, from half of it to all. */
  public Patience jittered() {
    jittered = true;
    return this;
  }

  /**
   * Waits before the next try; false, at once, when no time or no try is left.
   *
   * @throws Stopped when the thread is interrupted
   */
  public boolean again() {
    if (triesLeft <= 0 || clock.instant().isAfter(end)) {
      return false;
    }
    triesLeft--;
    pause(jittered ? shortened(pause) : pause, what);
    Duration next = pause.multipliedBy(factor);
    pause = next.compareTo(longest) > 0 ? longest : next;
    return true;
  }

  private static Duration shortened(Duration pause) {
    long nanos = pause.toNanos();
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1));
  }

  /**
   * One pause.
   *
   * @param what as in {@code interrupted while WHAT}
   * @throws Stopped when the thread is interrupted, which it stays
   */
  public static void pause(Duration time, String what) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while " + what);
    }
  }
}
