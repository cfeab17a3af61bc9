package dev.rehome.objects.copy.way;

import dev.rehome.model.Stopped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** How much content may be in this process's memory, over all moves and cells. Thread safe. */
public final class Memory {
  private static final int UNIT = 16 << 10;

  private final Semaphore free;
  private final int units;

  /**
   * A budget.
   *
   * @param bytes at least those of one part
   */
  public Memory(long bytes) {
    this.units = (int) Math.max(1, Math.min(bytes / UNIT, Integer.MAX_VALUE));
    this.free = new Semaphore(units, true);
  }

  /** A quarter of the heap. */
  public static Memory ofTheHeap() {
    return new Memory(Runtime.getRuntime().maxMemory() / 4);
  }

  /** The largest piece that fits, in bytes. */
  long most() {
    return (long) units * UNIT;
  }

  /**
   * Waits until so much is free, in the order of those who ask, and takes it.
   *
   * @param bytes at most {@link #most}
   */
  public Hold take(long bytes) {
    int needed = (int) ((bytes + UNIT - 1) / UNIT);
    try {
      free.acquire(needed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while waiting for memory to copy an object");
    }
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.compareAndSet(true, false)) {
        free.release(needed);
      }
    };
  }

  /** Memory that was taken; closing it a second time does nothing. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}
