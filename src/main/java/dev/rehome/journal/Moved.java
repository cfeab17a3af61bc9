package dev.rehome.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A move as people see it: a row of {@code _system.move_tenant_journal}.
 *
 * @param cleanUp empty, {@code pending} or {@code done}
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
    Instant updatedAt) {

  /** How far a copy is. */
  public record Progress(long chunks, long chunksDone, long rows, long bytes) {}

  /** How long a phase took, and whether it has ended. */
  public record PhaseTime(String phase, Duration took, boolean ended) {}

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
      Moved move, Progress progress, List<PhaseTime> phases, List<Checked> checks) {}
}
