package dev.rehome.store;

/**
 * What a kind of store is counted in.
 *
 * @param one e.g. {@code row}
 */
public record Unit(String one) {
  public Unit {
    if (one.isBlank()) {
      throw new IllegalArgumentException("a unit must have a name, got none");
    }
  }

  /** More of them, or none, e.g. {@code rows}. */
  public String many() {
    return one + "s";
  }
}
