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
   * How far copy and proof are.
   *
   * @param components how many the move has, as far as that is known
   * @param copied by component, in the order in which they were planned; those that are not planned
   *     yet are not there
   * @param doing what is being looked at, e.g. {@code postgres: roles (7 of 23)}; empty for nothing
   *     that is told
   * @param phase how long the phase has been going on
   */
  public record Progress(int components, List<Copied> copied, String doing, Duration phase) {
    public static final Progress NONE = new Progress(0, List.of(), "", Duration.ZERO);

    public Progress {
      copied = List.copyOf(copied);
    }

    /**
     * What of all the work of copy and proof is done, from 0 to 1: each component is an equal part
     * of it, and what is copied ahead, what is copied under the fence and the proof each a third of
     * that, in chunks and in checks. It never goes back when more is planned, and is 1 only when
     * all is proven.
     */
    public double done() {
      double done = copied.stream().mapToDouble(Copied::done).sum();
      return copied.isEmpty() ? 0 : done / Math.max(components, copied.size());
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
   * What of a component is copied and proven.
   *
   * @param ahead of the chunks, those of COPY
   * @param planned whether all is planned, and not only what is copied ahead
   * @param count in the unit, of the chunks that are done
   * @param bytes of the chunks that are done
   * @param checks that are planned
   * @param checksDone that the present worker has made
   */
  public record Copied(
      String component,
      Unit unit,
      long chunks,
      long chunksDone,
      long ahead,
      long aheadDone,
      boolean planned,
      long count,
      long bytes,
      long checks,
      long checksDone) {
    double done() {
      double fenced =
          planned ? part(chunksDone - aheadDone, chunks - ahead) + part(checksDone, checks) : 0;
      return (part(aheadDone, ahead) + fenced) / 3;
    }

    private static double part(long done, long all) {
      return all == 0 ? 1 : (double) done / all;
    }
  }

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
   * @param phase in which it was taken; empty for one of an undo
   * @param component empty for a step that is not one component's
   * @param step as {@link Timings} names it
   * @param count of the component's {@code unit}; 0 for a step that copies none
   */
  public record StepTime(
      String phase,
      String component,
      String step,
      Duration took,
      Unit unit,
      long count,
      long bytes) {}

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
