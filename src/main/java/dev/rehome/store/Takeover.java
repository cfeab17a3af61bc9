package dev.rehome.store;

import dev.rehome.model.Move;

/**
 * Makes a store refuse every worker of a move that has an older epoch than {@code move.epoch()}.
 */
public interface Takeover {
  /**
   * Ends the sessions of older workers on source and target, then raises the epoch wherever the
   * move has left one. The second time finds nothing to do.
   */
  void take(Move move);
}
