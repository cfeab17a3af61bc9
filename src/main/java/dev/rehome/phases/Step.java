package dev.rehome.phases;

import dev.rehome.model.Phase;

/** What a worker can do next for a move: one route each. */
public enum Step {
  PREFLIGHT,
  COPY,
  DRAIN,
  SNAPSHOT,
  CUTOVER,
  RESUME,
  REHEARSED,
  ROLLBACK;

  static Step of(Phase phase) {
    return switch (phase) {
      case PREFLIGHT -> PREFLIGHT;
      case COPY -> COPY;
      case DRAIN -> DRAIN;
      case SNAPSHOT -> SNAPSHOT;
      case CUTOVER -> CUTOVER;
      case RESUME -> RESUME;
    };
  }
}
