package dev.rehome.store;

import dev.rehome.model.Move;
import java.util.Map;

/**
 * What a finished move left at its source.
 *
 * @param move the move, at the epoch of the purge; its source is the cell to be purged
 * @param serving the cell that serves the tenant now
 * @param copied what the move has proven of each component: how many rows, by subject
 * @param begun whether some of it is deleted already
 */
public record Leftover(
    Move move, String serving, Map<String, Map<String, Long>> copied, boolean begun) {
  public Leftover {
    copied = Map.copyOf(copied);
  }

  /** The numbers of one component. */
  public Map<String, Long> copied(String component) {
    return copied.getOrDefault(component, Map.of());
  }

  /** The same, when the first of it is about to be deleted. */
  public Leftover asBegun() {
    return new Leftover(move, serving, copied, true);
  }
}
