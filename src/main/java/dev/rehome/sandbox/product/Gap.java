package dev.rehome.sandbox.product;

import java.time.Duration;
import java.time.Instant;

/** A time without an acknowledged write, exclusive at both ends. */
public record Gap(Instant from, Instant to) {
  public Duration length() {
    return Duration.between(from, to);
  }
}
