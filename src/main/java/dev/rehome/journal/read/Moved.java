package dev.rehome.journal.read;

import dev.rehome.journal.Workers;
import dev.rehome.journal.books.HookBook;
import dev.rehome.store.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * How far a copy is.
   *
   * @param copied by component, in the order in which they were planned; those that are not planned
   *     yet are not there
   */
  public record Progress(List<Copied> copied) {
    public static final Progress NONE = new Progress(List.of());

    public Progress {
      copied = List.copyOf(copied);
    }

    public long chunks() {
      return copied.stream().mapToLong(Copied::chunks).sum();
    }

    public long chunksDone() {
      return copied.stream().mapToLong(Copied::chunksDone).sum();
    }

    /** How many of each unit, by the unit's name, e.g. {@code rows}. */
    public Map<String, Long> counts() {
      Map<String, Long> counts = new LinkedHashMap<>();
      copied.forEach(of -> counts.merge(of.unit().many(), of.count(), Long::sum));
      return counts;
    }

    public long bytes() {
      return copied.stream().mapToLong(Copied::bytes).sum();
    }
  }

  /**
   * What of a component is copied.
   *
   * @param count in the unit, of the chunks that are done
   * @param bytes of the chunks that are done
   */
  public record Copied(
      String component, Unit unit, long chunks, long chunksDone, long count, long bytes) {}

  /** From its first record to its last. */
  public Duration took() {
    return Duration.between(startedAt, updatedAt);
  }

  /**
   * How long a phase took, or has been going on if it has not ended and the move has not either.
   */
  public record PhaseTime(String phase, Duration took, boolean ended) {}

  /**
   * How long a step of copy and proof took.
   *
   * @param component empty for a step that is not one component's
   * @param step as {@link Timings} names it
   * @param count of the component's {@code unit}; 0 for a step that copies none
   */
  public record StepTime(
      String component, String step, Duration took, Unit unit, long count, long bytes) {}

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

  /**
   * All that is told of one move.
   *
   * @param pause how long writes were refused, or have been so far; empty if they never were
   * @param leftBehind of a move that has ended: what it has not taken along or not taken away
   */
  public record Story(
      Moved move,
      Workers.Seen worker,
      Optional<Duration> pause,
      List<String> leftBehind,
      Progress progress,
      List<PhaseTime> phases,
      List<StepTime> steps,
      LockWaits lockWaits,
      List<HookBook.Call> hooks,
      List<Checked> checks) {}
}
