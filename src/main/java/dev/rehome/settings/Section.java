package dev.rehome.settings;

import java.util.Set;

/** What the settings know of a kind of store: the keys {@code rehome.cell.CELL.NAME.*}. */
public interface Section {
  /** In the keys, e.g. {@code postgres}. */
  String name();

  SectionKeys keys();

  /**
   * The part of a cell that has any of the keys. What is wrong is written to the reading's faults,
   * and a part that suits is returned all the same.
   *
   * @param reading of the keys as {@link #keys} has them
   */
  CellPart read(Reading reading);

  /**
   * The keys without {@code rehome.cell.CELL.NAME.}
   *
   * @param secret those whose values are never shown
   * @param free what may begin keys of any form, e.g. {@code properties.}; secret too
   */
  record SectionKeys(Set<String> plain, Set<String> secret, Set<String> free) {
    public SectionKeys {
      plain = Set.copyOf(plain);
      secret = Set.copyOf(secret);
      free = Set.copyOf(free);
    }

    public SectionKeys(Set<String> plain, Set<String> secret) {
      this(plain, secret, Set.of());
    }
  }
}
