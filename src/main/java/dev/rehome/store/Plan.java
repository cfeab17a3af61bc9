package dev.rehome.store;

import dev.rehome.model.Chunk;
import dev.rehome.model.PlannedCheck;
import java.util.List;

/**
 * What one component adds to the manifest: chunks, and checks that must pass.
 *
 * @param position where the source stood when the copy became consistent, e.g. a WAL position;
 *     empty for what is planned ahead
 */
public record Plan(List<Chunk> chunks, List<PlannedCheck> checks, String position) {
  /** Nothing to copy and nothing to prove. */
  public static final Plan NOTHING = new Plan(List.of(), List.of(), "");

  public Plan {
    chunks = List.copyOf(chunks);
    checks = List.copyOf(checks);
  }
}
