package dev.rehome.store;

import dev.rehome.model.Chunk;
import dev.rehome.model.PlannedCheck;
import java.util.List;

/**
 * The manifest of one component: its chunks and the checks that must pass.
 *
 * @param position where the source stood when the copy became consistent, e.g. a WAL position
 */
public record Plan(List<Chunk> chunks, List<PlannedCheck> checks, String position) {
  public Plan {
    chunks = List.copyOf(chunks);
    checks = List.copyOf(checks);
  }
}
