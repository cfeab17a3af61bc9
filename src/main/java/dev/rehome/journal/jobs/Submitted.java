package dev.rehome.journal.jobs;

import java.util.Optional;

/**
 * What the control store answers to a job.
 *
 * @param move the move to follow, or that was followed; empty if the job never had one
 * @param word how it ended; empty while the move runs
 */
public record Submitted(String job, Optional<String> move, Optional<Word> word, String message) {
  /** How a job can end: the first word of a command's last line. */
  public enum Word {
    MOVED,
    MOVE_TENANT_ALREADY_AT_TARGET,
    ABORTED,
    ROLLED_BACK,
    REHEARSED,
    NEEDS_HAND,
    REFUSED
  }

  static Submitted following(String job, String move) {
    return new Submitted(job, Optional.of(move), Optional.empty(), "");
  }
}
