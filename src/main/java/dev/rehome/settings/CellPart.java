package dev.rehome.settings;

import java.util.stream.Stream;

/** What a cell is set to for one kind of store: a record of that kind's own. */
public interface CellPart {
  /** The name of the kind, e.g. {@code postgres}. */
  String kind();

  /** What must not be printed. */
  default Stream<String> secrets() {
    return Stream.of();
  }

  /** Whether the store holds several tenants: one's data must be told from another's. */
  default boolean severalTenants() {
    return false;
  }
}
