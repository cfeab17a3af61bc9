package dev.rehome.text;

/**
 * What is wrong at a place of a text.
 *
 * @param message the key, the value, and what would be right
 */
public record Fault(Place place, String message) {
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
