package dev.rehome.objects.policy;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectCells;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a move leaves in the policies when it is done: the source refuses the tenant for good, the
 * mover excepted; a target that refused the tenant since an earlier move does so no longer.
 */
public final class Departure {
  private final ObjectCells cells;
  private final PolicyChanges changes;

  /**
   * A departure.
   *
   * @param confirm as in {@link PolicyFence}
   */
  public Departure(ObjectCells cells, Consumer<Move> confirm) {
    this.cells = cells;
    this.changes = new PolicyChanges(cells.turns(), confirm);
  }

  /** The fence of the move becomes one without a deadline. The second time changes nothing. */
  public void shut(Move move) {
    BucketSide source = cells.source(move);
    make(move, source, before -> shut(move, source, before));
    FailPoint.OBJECTS_SOURCE_MOVED.reached();
  }

  private static Change shut(Move move, BucketSide source, PolicyText before) {
    List<OwnStatement> all = OwnStatement.in(before);
    if (all.stream().anyMatch(own -> own.isMovedBy(move))) {
      return Change.none(true);
    }
    OwnStatement moved = OwnStatement.moved(move, source);
    Optional<OwnStatement> fence = all.stream().filter(own -> own.fences(move)).findFirst();
    PolicyText next =
        fence
            .map(own -> before.replaced(own.sid(), moved.json()))
            .orElseGet(() -> before.with(moved.json()));
    return Change.putting(moved, next, () -> true);
  }

  /**
   * Nothing refuses the tenant at the source any more, although it is gone for good.
   *
   * @return how many statements were taken out
   */
  public int lift(Move move) {
    BucketSide source = cells.source(move);
    int left = OwnStatement.left(new BucketPolicy(source).readIfShown(), source).size();
    if (left > 0) {
      make(move, source, before -> opened(source, before));
    }
    return left;
  }

  /** The tenant is back. The second time finds nothing. */
  public void open(Move move) {
    BucketSide target = cells.target(move);
    if (!OwnStatement.left(new BucketPolicy(target).readIfShown(), target).isEmpty()) {
      make(move, target, before -> opened(target, before));
    }
    FailPoint.OBJECTS_TARGET_OPENED.reached();
  }

  private static Change opened(BucketSide target, PolicyText before) {
    PolicyText next = before;
    for (OwnStatement own : OwnStatement.left(before, target)) {
      next = next.without(own.sid());
    }
    return next.equals(before)
        ? Change.none(true)
        : Change.taking(next, seen -> OwnStatement.left(seen, target).isEmpty());
  }

  private void make(Move move, BucketSide side, Function<PolicyText, Change> plan) {
    if (!changes.make(move, side, plan)) {
      throw new PassingFault(
          side + ": the bucket's policy is not what was written, somebody changes it too", null);
    }
  }
}
