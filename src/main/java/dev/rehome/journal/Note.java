package dev.rehome.journal;

import dev.rehome.model.Status;
import java.util.Map;
import java.util.Optional;

/**
 * What a journal record says beside its phase.
 *
 * @param lsn the source's WAL position at which the copy is consistent
 * @param detail small facts, e.g. durations in ms; never a secret
 */
public record Note(String message, Optional<String> lsn, Map<String, String> detail) {
  public static final Note NONE = new Note("", Optional.empty(), Map.of());

  /** What a move becomes that ends otherwise than by itself; a status' word. */
  public static final String BECOMES = "becomes";

  public static Note of(String message) {
    return new Note(message, Optional.empty(), Map.of());
  }

  /** For RESUME's end: the tenant is moved, and somebody must look at what the message names. */
  public static Note needsHand(String message) {
    return new Note(message, Optional.empty(), Map.of(BECOMES, Status.NEEDS_HAND.word()));
  }
}
