package dev.rehome.settings;

import java.util.Optional;
import java.util.stream.Stream;

/** The parts of a cell of which some may not be there. */
public final class CellParts {
  private CellParts() {}

  public static CellPart[] of(
      Optional<? extends CellPart> one, Optional<? extends CellPart> other) {
    return Stream.concat(one.stream(), other.stream()).toArray(CellPart[]::new);
  }
}
