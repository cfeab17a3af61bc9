package dev.rehome.store;

import dev.rehome.model.Move;
import java.util.Map;

/**
 * What a finished move left at its source.
 *
 * @param move the move, at the epoch of the purge; its source is the cell to be purged
 * @param serving the cell that serves the tenant now
 * @param copied the counts that the move has proven equal: by component, check and subject
 * @param begun whether some of it is deleted already
 */
public record Leftover(
    Move move, String serving, Map<String, Map<String, Map<String, Long>>> copied, boolean begun) {
  public Leftover {
    copied = Map.copyOf(copied);
  }

  /** The numbers of one check of a component, by its subjects. */
  public Map<String, Long> copied(String component, String check) {
    return copied.getOrDefault(component, Map.of()).getOrDefault(check, Map.of());
  }

  /** The same, when the first of it is about to be deleted. */
  public Leftover asBegun() {
    return new Leftover(move, serving, copied, true);
  }
}
