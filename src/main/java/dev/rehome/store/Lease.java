package dev.rehome.store;

import dev.rehome.model.Move;

/**
 * The right to work on a move, or to purge what it left, as a component may ask for it. Thread
 * safe.
 */
public interface Lease {
  /**
   * Throws {@code StaleLease} when the control store knows a newer epoch of the move than this
   * one's; else the lease is good for some seconds more. {@code PassingFault} when it cannot be
   * asked.
   */
  void confirm(Move move);

  /**
   * The same within a chunk that may take long: also throws what the move was ordered to end with,
   * e.g. {@code Stopped}.
   */
  default void obey(Move move) {
    confirm(move);
  }
}
