package dev.rehome.store;

import dev.rehome.model.Move;

/** Says before a move what it would have to do. */
@FunctionalInterface
public interface Estimator {
  /** Reads the source only, for a bounded while; the second time may answer otherwise. */
  Estimate estimate(Move move);
}
