package dev.rehome.objects.policy;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.StaleLease;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectCells;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A fence by a statement in the bucket's policy, which has a deadline like a guard of PostgreSQL:
 * without {@link #renew} the store lets the tenant write again by itself. One fence at a time for
 * each bucket. A newer epoch of the same move takes a fence over; an older one throws {@link
 * StaleLease}: the store itself compares nothing, see {@link PolicyChanges}.
 */
public final class PolicyFence {
  /** One refusal may come from one of many front ends. */
  private static final int REFUSALS = 3;

  private final ObjectCells cells;
  private final Duration lease;
  private final PolicyChanges changes;

  /**
   * A fence.
   *
   * @param lease how long it refuses writes without {@link #renew}
   * @param confirm throws {@code StaleLease} when the control store knows a newer epoch of the
   *     move, or its end; asked directly before and after each write
   */
  public PolicyFence(ObjectCells cells, Duration lease, Consumer<Move> confirm) {
    this.cells = cells;
    this.lease = lease;
    this.changes = new PolicyChanges(cells.turns(), confirm);
  }

  /**
   * Puts the fence up and waits until the store refuses writes. The second time puts up nothing.
   *
   * @param end of the wait, by {@link System#nanoTime}
   * @throws MoveFailed also when another move fences the bucket; what was put up is still to be
   *     lifted
   */
  public void close(Move move, long end) {
    BucketSide source = cells.source(move);
    putUp(move, source);
    awaitRefusal(source, end);
    FailPoint.OBJECTS_FENCE_CLOSED.reached();
    if (!renew(move, lease)) {
      throw over(move, source);
    }
  }

  private void putUp(Move move, BucketSide source) {
    if (!changes.make(move, source, before -> fenced(move, source, before))) {
      throw new MoveFailed(
          "%s: the bucket's policy is not what was written, somebody else changes it too"
              .formatted(source));
    }
  }

  private Change fenced(Move move, BucketSide source, PolicyText before) {
    Instant now = new BucketPolicy(source).clock();
    Optional<OwnStatement> own = fence(before, move);
    if (own.isPresent()) {
      if (!own.get().fencesAt(now)) {
        throw over(move, source);
      }
      return Change.none(true);
    }
    PolicyText next = before;
    for (OwnStatement other : OwnStatement.in(before)) {
      if (other.fencesAt(now)) {
        throw new MoveFailed(
            "%s: move %s fences the bucket (Sid %s in its policy), one at a time"
                .formatted(source, other.move(), other.sid()));
      } else if (other.kind() == OwnStatement.Kind.FENCE) {
        next = next.without(other.sid());
      }
    }
    OwnStatement fence = OwnStatement.fence(move, source, Optional.of(now.plus(lease)));
    PolicyText wanted = next.with(fence.json());
    return Change.putting(fence, wanted, () -> true).seenBy(wanted::same);
  }

  private static void awaitRefusal(BucketSide source, long end) {
    WriteProbe probe = new WriteProbe(source);
    int refusals = probe.refused() ? 1 : 0;
    while (refusals < REFUSALS) {
      if (System.nanoTime() >= end) {
        throw new MoveFailed(
            "%s: the bucket's policy refuses writes, the store lets them pass (drain-timeout-seconds); if it does not enforce policies, set rehome.cell.%s.objects.fence = observed"
                .formatted(source, source.cell()));
      }
      BucketPolicy.pause();
      refusals = probe.refused() ? refusals + 1 : 0;
    }
  }

  /** As {@code Fence.renew}; asks for little when half of the time is still left. */
  public boolean renew(Move move, Duration newLease) {
    return keep(move, Optional.of(newLease));
  }

  /** As {@code Fence.seal}. */
  public boolean seal(Move move) {
    boolean sealed = keep(move, Optional.empty());
    FailPoint.OBJECTS_FENCE_SEALED.reached();
    return sealed;
  }

  private boolean keep(Move move, Optional<Duration> newLease) {
    BucketSide source = cells.source(move);
    return changes.make(move, source, before -> kept(move, source, before, newLease));
  }

  private static Change kept(
      Move move, BucketSide source, PolicyText before, Optional<Duration> newLease) {
    Optional<OwnStatement> found = fence(before, move);
    if (found.isEmpty()) {
      return Change.none(OwnStatement.in(before).stream().anyMatch(own -> own.isMovedBy(move)));
    }
    OwnStatement own = found.get();
    BucketPolicy policy = new BucketPolicy(source);
    Instant now = policy.clock();
    if (!own.fencesAt(now)) {
      return Change.none(false);
    }
    OwnStatement next = own.renewed(move, deadline(own, now, newLease));
    if (next.equals(own)) {
      return Change.none(true);
    }
    // what ran out before the new deadline was in force let writes in
    return Change.putting(
        next, before.replaced(own.sid(), next.json()), () -> own.fencesAt(policy.clock()));
  }

  /** A sealed fence stays so; one that lasts long enough is left as it is. */
  private static Optional<Instant> deadline(
      OwnStatement own, Instant now, Optional<Duration> newLease) {
    if (own.until().isEmpty() || newLease.isEmpty()) {
      return Optional.empty();
    }
    Instant until = own.until().get();
    return Duration.between(now, until).compareTo(newLease.get().dividedBy(2)) >= 0
        ? own.until()
        : Optional.of(now.plus(newLease.get()));
  }

  /**
   * Takes the fence of this move away, and nothing else; also while the control store is away. The
   * second time finds none.
   *
   * @return false when somebody put it back, or may do so: to be called again
   */
  public boolean lift(Move move) {
    boolean gone = changes.makeSoon(move, cells.source(move), before -> lifted(move, before));
    FailPoint.OBJECTS_FENCE_LIFTED.reached();
    return gone;
  }

  private static Change lifted(Move move, PolicyText before) {
    return fence(before, move)
        .map(own -> Change.taking(before.without(own.sid()), seen -> fence(seen, move).isEmpty()))
        .orElseGet(() -> Change.none(true));
  }

  /** This move's fence; {@code StaleLease} if a newer worker has it. */
  private static Optional<OwnStatement> fence(PolicyText policy, Move move) {
    Optional<OwnStatement> fence =
        OwnStatement.in(policy).stream().filter(own -> own.fences(move)).findFirst();
    if (fence.isPresent() && fence.get().epoch() > move.epoch()) {
      throw new StaleLease(
          "%s: its lease has epoch %d, its fence on the bucket has epoch %d"
              .formatted(move, move.epoch(), fence.get().epoch()));
    }
    return fence;
  }

  private static MoveFailed over(Move move, BucketSide source) {
    return new MoveFailed(
        "%s: its fence on %s has run out or was lifted, writes were let in; the move can only be undone"
            .formatted(move, source));
  }
}
