package dev.rehome.model;

import java.util.Optional;

/** The five journalled states of a move, in order. */
public enum Phase {
  /** Everything that could stop the move is found before anything changes. */
  PREFLIGHT,
  /** The source is fenced and its in-flight writes have ended. */
  DRAIN,
  /** The copy is in the target and is proven equal. */
  SNAPSHOT,
  /** The placement names the target; writes are still refused on both sides. */
  CUTOVER,
  /** The tenant writes at the target. Its intent is the point of no return. */
  RESUME;

  /** The phase that follows a durable one; empty after the last. */
  public Optional<Phase> next() {
    return switch (this) {
      case PREFLIGHT -> Optional.of(DRAIN);
      case DRAIN -> Optional.of(SNAPSHOT);
      case SNAPSHOT -> Optional.of(CUTOVER);
      case CUTOVER -> Optional.of(RESUME);
      case RESUME -> Optional.empty();
    };
  }
}
