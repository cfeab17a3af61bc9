package dev.rehome.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The phases of a move, in the order in which it goes through them. Whoever wants to know what
 * comes next, or whether a move gets to a phase at all, asks here.
 *
 * @param phases each at most once
 */
public record Itinerary(List<Phase> phases) {
  private static final Itinerary MOVE =
      new Itinerary(
          List.of(
              Phase.PREFLIGHT,
              Phase.COPY,
              Phase.DRAIN,
              Phase.SNAPSHOT,
              Phase.CUTOVER,
              Phase.RESUME));

  /** Fences nobody and places nobody. */
  private static final Itinerary REHEARSAL =
      new Itinerary(List.of(Phase.PREFLIGHT, Phase.COPY, Phase.SNAPSHOT));

  public Itinerary {
    phases = List.copyOf(phases);
    if (phases.isEmpty() || EnumSet.copyOf(phases).size() != phases.size()) {
      throw new IllegalArgumentException(
          "an itinerary must have phases, each of them once, got " + phases);
    }
  }

  public static Itinerary of(Options options) {
    return options.rehearsal() ? REHEARSAL : MOVE;
  }

  public boolean has(Phase phase) {
    return phases.contains(phase);
  }

  /** Whether the move ends with it. */
  public boolean endsWith(Phase phase) {
    return phases.get(phases.size() - 1) == phase;
  }

  /** The phase that follows a durable one; empty after the last, and for one it does not have. */
  public Optional<Phase> after(Phase phase) {
    int place = phases.indexOf(phase);
    return place < 0 || place + 1 == phases.size()
        ? Optional.empty()
        : Optional.of(phases.get(place + 1));
  }
}
