package dev.rehome.cli.work;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** What the operator's signals ask for. Registered signals no longer end the JVM by themselves. */
public final class Interrupts {
  private final AtomicInteger presses = new AtomicInteger();
  private volatile boolean terminated;

  /**
   * Listens from now on, for the rest of the JVM's life.
   *
   * @param second runs at the second Ctrl-C and at each later one, and at any after a SIGTERM, in a
   *     thread of its own
   * @param terminate runs at every SIGTERM, in a thread of its own
   */
  public static Interrupts listen(Runnable second, Runnable terminate) {
    Interrupts interrupts = new Interrupts();
    Signals.register(
        "INT",
        () -> {
          if (interrupts.presses.incrementAndGet() > 1 || interrupts.terminated) {
            second.run();
          }
        });
    Signals.register(
        "TERM",
        () -> {
          interrupts.terminated = true;
          terminate.run();
        });
    return interrupts;
  }

  /** Whether Ctrl-C has been pressed. */
  public boolean pressed() {
    return presses.get() > 0;
  }

  /** Whether the process was asked to end by SIGTERM. */
  public boolean terminated() {
    return terminated;
  }
}
