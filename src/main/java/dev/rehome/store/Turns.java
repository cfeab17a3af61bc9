package dev.rehome.store;

import java.time.Duration;

/**
 * One after the other, among all processes of a control store: for what is read, changed and
 * written back as a whole where nothing compares. Thread safe.
 */
@FunctionalInterface
public interface Turns {
  /** For a process that is alone and does one thing at a time: every turn is had at once. */
  Turns ALONE = (what, longest) -> () -> {};

  /**
   * Waits for a turn. Whoever has one must not take another of the same.
   *
   * @param what is changed, e.g. the address of a bucket
   * @param longest that is waited for another one's turn to end
   * @throws dev.rehome.model.PassingFault when it did not end, or nobody can be asked
   */
  Turn take(String what, Duration longest);

  /** One that is had until it is closed, by one thread. Who falls asleep within one loses it. */
  @FunctionalInterface
  interface Turn extends AutoCloseable {
    /** Throws {@code PassingFault} when it is lost: to be asked directly before a change. */
    void require();

    /** Throws {@code PassingFault} when it was lost: what was done in it is to be looked at. */
    @Override
    default void close() {}
  }
}
