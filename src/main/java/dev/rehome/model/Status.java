package dev.rehome.model;

import java.util.Locale;

/** What an operator reads in the journal's {@code status} column. */
public enum Status {
  RUNNING,
  PAUSED,
  DONE,
  REFUSED,
  ABORTED,
  ROLLED_BACK,
  /** Moved, and the source holds what the target may lack: the message names it. */
  NEEDS_HAND;

  /** The word in the column, e.g. {@code rolled_back}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of a word that {@link #word} gave. */
  public static Status of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether the tenant's fate is decided; clean-up may still be pending. */
  public boolean over() {
    return switch (this) {
      case RUNNING, PAUSED -> false;
      case DONE, REFUSED, ABORTED, ROLLED_BACK, NEEDS_HAND -> true;
    };
  }
}
