package dev.rehome.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A move as people see it: a row of {@code _system.move_tenant_journal}.
 *
 * @param cleanUp empty, {@code pending} or {@code done}
 * @param rehearsal nothing was to be moved: copied, proven, discarded
 */
public record Moved(
    String move,
    String job,
    String tenant,
    String source,
    String target,
    String phase,
    String mark,
    String status,
    String cleanUp,
    String message,
    Optional<String> lsn,
    long epoch,
    Instant startedAt,
    Instant updatedAt,
    boolean rehearsal) {

  /** How far a copy is. */
  public record Progress(long chunks, long chunksDone, long rows, long bytes) {}

  /** How long a phase took, and whether it has ended. */
  public record PhaseTime(String phase, Duration took, boolean ended) {}

  /**
   * How long a step of copy and proof took.
   *
   * @param step as {@link Timings} names it
   * @param rows 0 for a step that copies none
   */
  public record StepTime(String step, Duration took, long rows, long bytes) {}

  /** How many sessions of others waited for a lock behind the move, and the longest wait. */
  public record LockWaits(long waits, Duration longest) {}

  /** A check's last verdict. */
  public record Checked(
      String component,
      String name,
      String subject,
      boolean passed,
      String source,
      String target) {}

  /** All that is told of one move. */
  public record Story(
      Moved move,
      Progress progress,
      List<PhaseTime> phases,
      List<StepTime> steps,
      LockWaits lockWaits,
      List<HookBook.Call> hooks,
      List<Checked> checks) {}
}
