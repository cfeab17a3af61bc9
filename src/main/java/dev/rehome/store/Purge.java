package dev.rehome.store;

import dev.rehome.model.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Deletes what a finished move left in one kind of store, at its source, batch by batch. Whatever
 * it does is refused by the store once a newer epoch of the tenant is in force there. Called by one
 * thread; every method may be called again, by the same worker or by another one.
 *
 * <p>Errors of all methods: {@code PassingFault} when another try may succeed, {@code StaleLease}
 * when the store knows a newer epoch, {@code MoveFailed} otherwise.
 */
public interface Purge extends AutoCloseable {
  /** Ends older workers of the purge and of the move at the source, and refuses them from now. */
  void take(Leftover leftover);

  /** How much is there, and all that keeps it from being deleted. Reads only. */
  Found look(Leftover leftover);

  /**
   * Deletes the next batch, in one short transaction.
   *
   * @return how many rows; 0 when none is left
   */
  long next(Leftover leftover);

  /**
   * Makes sure that nothing is left, once {@link #next} has found no more, and leaves the store as
   * it stays from then on. The second time changes nothing.
   *
   * @throws dev.rehome.model.MoveFailed naming what is left: where, how many, which
   */
  default void settle(Leftover leftover) {}

  /**
   * Takes away for good what still refuses the tenant at the source. The second time finds nothing.
   *
   * @return what was taken away, counted, e.g. {@code 6 triggers of 3 tables}; empty for nothing
   */
  default Optional<String> lift(Leftover leftover) {
    return Optional.empty();
  }

  /** Closes what this process holds open for the purge. */
  void release(Leftover leftover);

  /** Closes what this process holds open. */
  @Override
  default void close() {}

  /**
   * What a look sees.
   *
   * @param rows of the tenant, still there
   * @param findings those that block keep everything from being deleted
   */
  record Found(long rows, List<Finding> findings) {
    public Found {
      findings = List.copyOf(findings);
    }
  }
}
