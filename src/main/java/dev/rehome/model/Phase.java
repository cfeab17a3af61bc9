package dev.rehome.model;

/**
 * The journalled states of a move. Which of them a move goes through says its {@link Itinerary}.
 */
public enum Phase {
  /** Everything that could stop the move is found before anything changes. */
  PREFLIGHT,
  /** What needs no fence is copied and put up, while the tenant writes. */
  COPY,
  /** The source is fenced and its in-flight writes have ended. */
  DRAIN,
  /** The copy is in the target and is proven equal. */
  SNAPSHOT,
  /** The placement names the target; writes are still refused on both sides. */
  CUTOVER,
  /** The tenant writes at the target. Its intent is the point of no return. */
  RESUME
}
