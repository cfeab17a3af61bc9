package dev.rehome.objects.policy;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectCells;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a move leaves in the policies when it is done: the source refuses the tenant for good, the
 * mover excepted; a target that refused the tenant since an earlier move does so no longer.
 */
public record Departure(ObjectCells cells) {
  /** The fence of the move becomes one without a deadline. The second time changes nothing. */
  public void shut(Move move) {
    BucketSide source = cells.source(move);
    synchronized (source.client()) {
      BucketPolicy policy = new BucketPolicy(source);
      PolicyText before = policy.read();
      List<OwnStatement> all = OwnStatement.in(before);
      if (all.stream().noneMatch(own -> own.isMovedBy(move))) {
        OwnStatement moved = OwnStatement.moved(move, source);
        Optional<OwnStatement> fence = all.stream().filter(own -> own.fences(move)).findFirst();
        PolicyText next =
            fence
                .map(own -> before.replaced(own.sid(), moved.json()))
                .orElseGet(() -> before.with(moved.json()));
        write(policy, next, seen -> OwnStatement.in(seen).contains(moved));
      }
    }
    FailPoint.OBJECTS_SOURCE_MOVED.reached();
  }

  /** The tenant is back. The second time finds nothing. */
  public void open(Move move) {
    BucketSide target = cells.target(move);
    synchronized (target.client()) {
      BucketPolicy policy = new BucketPolicy(target);
      PolicyText next = policy.readIfShown();
      List<OwnStatement> left = OwnStatement.left(next, target);
      for (OwnStatement own : left) {
        next = next.without(own.sid());
      }
      if (!left.isEmpty()) {
        write(policy, next, seen -> OwnStatement.left(seen, target).isEmpty());
      }
    }
    FailPoint.OBJECTS_TARGET_OPENED.reached();
  }

  private static void write(BucketPolicy policy, PolicyText next, Predicate<PolicyText> seen) {
    if (!policy.write(next, seen)) {
      throw new PassingFault(
          policy.side() + ": the bucket's policy is not what was written, somebody changes it too",
          null);
    }
  }
}
