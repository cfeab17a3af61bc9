package dev.rehome.model;

import java.util.Locale;

/**
 * A place between two effects on the outside world, where a crash must do no harm. A test kills the
 * process at each of them in turn: it starts the program with {@code -Drehome.fail-point=NAME}, or
 * {@code NAME#n} for the nth time the place is reached, NAME being the constant in lower case with
 * hyphens; {@code FIRST>NAME} counts from when the place FIRST is reached. With {@code
 * -Drehome.fail-signal=STOP} it falls asleep there instead, until somebody wakes it. Without the
 * property a place does nothing.
 *
 * <p>A kind of store names its own: an enum in its package, whose constants begin with its name.
 */
public interface FailPlace {
  /** That of the constant. */
  String name();

  /** The name by which the property calls it, e.g. {@code guard-closed}. */
  default String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Kills this process, without any clean-up, or puts it to sleep, if this is the place and the
   * time asked for.
   */
  default void reached() {
    Failing.at(label());
  }
}
