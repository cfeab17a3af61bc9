package dev.rehome.cli.show;

import dev.rehome.journal.jobs.Submitted;

/** The first word of the last line, and the exit status that goes with it. */
public enum Word {
  MOVED(0),
  MOVE_TENANT_ALREADY_AT_TARGET(0),
  ABORTED(1),
  ROLLED_BACK(1),
  REHEARSED(0),
  PURGED(0),
  LIFTED(0),
  DRY_RUN(0),
  REFUSED(2),
  STOPPED(3);

  private final int status;

  Word(int status) {
    this.status = status;
  }

  /** The exit status of {@code move}. */
  public int status() {
    return status;
  }

  /** The word for what the control store answers. */
  public static Word of(Submitted.Word word) {
    return switch (word) {
      case MOVED -> MOVED;
      case MOVE_TENANT_ALREADY_AT_TARGET -> MOVE_TENANT_ALREADY_AT_TARGET;
      case ABORTED -> ABORTED;
      case ROLLED_BACK -> ROLLED_BACK;
      case REHEARSED -> REHEARSED;
      case REFUSED -> REFUSED;
      // the contract's word for all else: the journal knows
      case NEEDS_HAND -> STOPPED;
    };
  }
}
