package dev.rehome.journal;

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

  public static Note of(String message) {
    return new Note(message, Optional.empty(), Map.of());
  }
}
