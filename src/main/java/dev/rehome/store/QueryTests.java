package dev.rehome.store;

import dev.rehome.model.Move;
import java.nio.file.Path;

/** Questions to the live target, whose answers say whether the application will work there. */
@FunctionalInterface
public interface QueryTests {
  /**
   * Asks them all, and changes nothing.
   *
   * @param folder its {@code .sql} files, in the order of their names
   * @throws dev.rehome.model.MoveFailed naming each that fails, or whose first value is false
   */
  void hold(Move move, Path folder);
}
