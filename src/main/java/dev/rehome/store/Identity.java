package dev.rehome.store;

import dev.rehome.model.Move;
import java.util.Map;

/** Says which physical stores a move works on, so that a failover in its middle is noticed. */
@FunctionalInterface
public interface Identity {
  /**
   * For each side ({@code source}, {@code target}) what stays the same as long as no other server
   * has taken its place, e.g. PostgreSQL's system identifier and timeline.
   */
  Map<String, String> of(Move move);
}
