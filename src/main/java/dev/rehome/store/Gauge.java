package dev.rehome.store;

import dev.rehome.model.Move;

/**
 * Where a component is in a piece of work that takes long; told to people, and relied on by none.
 */
@FunctionalInterface
public interface Gauge {
  /** One that nobody looks at. */
  Gauge NONE = (move, component, doing, done, all) -> {};

  /**
   * Tells what is done next. May be called often; never fails, and waits for nobody for long.
   *
   * @param doing a few words, e.g. {@code roles}
   * @param done how many of them are behind
   * @param all how many there are; 0 where that is not known
   */
  void at(Move move, String component, String doing, long done, long all);
}
