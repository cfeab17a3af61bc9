package dev.rehome.objects.copy;

import java.util.concurrent.TimeUnit;

/** A question to the control store that is asked once a second at most. Thread safe. */
final class Confirmed implements Runnable {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Runnable question;
  private boolean asked;
  private long at;

  Confirmed(Runnable question) {
    this.question = question;
  }

  /** Asks, unless it was answered a moment ago; what it throws is thrown on. */
  @Override
  public synchronized void run() {
    long now = System.nanoTime();
    if (!asked || now - at >= EVERY_NANOS) {
      question.run();
      asked = true;
      at = now;
    }
  }
}
