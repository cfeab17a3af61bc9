package dev.rehome.postgres.guard;

import java.util.Locale;

/** The states of a guard's row; what each means to a writer stands in bookkeeping.sql. */
enum GuardState {
  ARMING,
  CLOSED,
  SEALED,
  BROKEN,
  OPEN,
  MOVED;

  /** As the table spells it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static GuardState of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
