package dev.rehome.objects;

import dev.rehome.patience.Patience;
import java.time.Duration;

/** How often an object store is asked again, and after what pauses: six times within 30 s. */
final class Tries {
  private Tries() {}

  /**
   * Each pause three times as long as the one before, of a random length, so that many asking at
   * once spread.
   */
  static Patience begin() {
    return new Patience(
            Patience.STEADY,
            Duration.ofSeconds(30),
            Duration.ofMillis(200),
            "an object store was to be asked again")
        .tries(6)
        .growing(3, Duration.ofSeconds(30))
        .jittered();
  }
}
