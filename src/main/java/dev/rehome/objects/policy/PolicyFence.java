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
 * StaleLease}, as far as it has seen the newer one: the store itself compares nothing.
 */
public final class PolicyFence {
  /** One refusal may come from one of many front ends. */
  private static final int REFUSALS = 3;

  private final ObjectCells cells;
  private final Duration lease;
  private final Consumer<Move> confirm;

  /**
   * A fence.
   *
   * @param lease how long it refuses writes without {@link #renew}
   * @param confirm throws {@code StaleLease} when the control store knows a newer epoch of the
   *     move, or its end; asked directly before and after the fence is put up
   */
  public PolicyFence(ObjectCells cells, Duration lease, Consumer<Move> confirm) {
    this.cells = cells;
    this.lease = lease;
    this.confirm = confirm;
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
    synchronized (source.client()) {
      putUp(move, source);
    }
    awaitRefusal(source, end);
    FailPoint.OBJECTS_FENCE_CLOSED.reached();
    if (!renew(move, lease)) {
      throw over(move, source);
    }
  }

  private void putUp(Move move, BucketSide source) {
    BucketPolicy policy = new BucketPolicy(source);
    PolicyText before = policy.read();
    Instant now = policy.clock();
    Optional<OwnStatement> own = fence(before, move);
    if (own.isPresent()) {
      if (!own.get().fencesAt(now)) {
        throw over(move, source);
      }
      return;
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
    confirm.accept(move);
    if (!policy.write(wanted, wanted::same)) {
      throw new MoveFailed(
          "%s: the bucket's policy is not what was written, somebody else changes it too"
              .formatted(source));
    }
    confirmed(move, policy, fence);
  }

  /** One that fell asleep before it wrote, and is no longer wanted, takes away what it wrote. */
  private void confirmed(Move move, BucketPolicy policy, OwnStatement fence) {
    try {
      confirm.accept(move);
    } catch (StaleLease e) {
      PolicyText now = policy.read();
      if (has(now, fence)) {
        policy.write(now.without(fence.sid()), seen -> !has(seen, fence));
      }
      throw e;
    }
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
    synchronized (source.client()) {
      BucketPolicy policy = new BucketPolicy(source);
      PolicyText before = policy.read();
      Optional<OwnStatement> found = fence(before, move);
      if (found.isEmpty()) {
        return OwnStatement.in(before).stream().anyMatch(own -> own.isMovedBy(move));
      }
      OwnStatement own = found.get();
      Instant now = policy.clock();
      if (!own.fencesAt(now)) {
        return false;
      }
      OwnStatement next = own.renewed(move, deadline(own, now, newLease));
      if (next.equals(own)) {
        return true;
      }
      // what ran out before the new deadline was in force let writes in
      return policy.write(before.replaced(own.sid(), next.json()), seen -> has(seen, next))
          && own.fencesAt(policy.clock());
    }
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
   * Takes the fence of this move away, and nothing else. The second time finds none.
   *
   * @return false when somebody put it back: to be called again
   */
  public boolean lift(Move move) {
    BucketSide source = cells.source(move);
    synchronized (source.client()) {
      BucketPolicy policy = new BucketPolicy(source);
      PolicyText before = policy.read();
      Optional<OwnStatement> own = fence(before, move);
      boolean gone =
          own.isEmpty()
              || policy.write(before.without(own.get().sid()), seen -> fence(seen, move).isEmpty());
      FailPoint.OBJECTS_FENCE_LIFTED.reached();
      return gone;
    }
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

  private static boolean has(PolicyText policy, OwnStatement own) {
    return OwnStatement.in(policy).contains(own);
  }

  private static MoveFailed over(Move move, BucketSide source) {
    return new MoveFailed(
        "%s: its fence on %s has run out or was lifted, writes were let in; the move can only be undone"
            .formatted(move, source));
  }
}
