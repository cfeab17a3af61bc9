package dev.rehome.store;

import dev.rehome.model.Phase;
import dev.rehome.settings.Section;
import java.util.List;
import java.util.Optional;

/**
 * A kind of store that moves take along: all that the program knows of it. It is one package, one
 * line in {@code Registry} and one file of routes; nothing else names it.
 */
public interface Kind extends Section {
  /**
   * E.g. {@code postgres}: the name of its part of a cell's settings, of its routes, chunks, checks
   * and findings, and the one by which jobs speak of it.
   */
  @Override
  String name();

  /** What it is counted in. */
  Unit unit();

  /** Whether a job may leave it behind at a target that lacks it. */
  default boolean mayStayBehind() {
    return true;
  }

  /** Whether its source may be one that is only observed, so that jobs may have to consent. */
  default boolean mayBeObserved() {
    return true;
  }

  /** What a wave of a phase's chunks does, in a word or three, e.g. {@code indexes}. */
  default String step(Phase phase, int wave) {
    return "wave " + wave;
  }

  /** Its part of moves; opens nothing yet. Called once for each process that works on moves. */
  Component component(Host host);

  /** What deletes at a source that was left; none: a purge leaves this kind of store alone. */
  default Optional<Purge> purge(Host host) {
    return Optional.empty();
  }

  /**
   * Its tables in the control store's schema. Each has a column {@code move}, by which its rows are
   * forgotten when the move is undone and clean, or its source purged, and a comment that begins
   * with {@code Of a component}, by which the program may change them.
   */
  default List<String> tables() {
    return List.of();
  }
}
