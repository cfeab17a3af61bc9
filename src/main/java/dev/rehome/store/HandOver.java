package dev.rehome.store;

import dev.rehome.model.Move;

/**
 * The tenant's writes pass from source to target, when the placement names the target and the
 * source's fence is sealed: it refuses whatever becomes of it. Every change compares move and epoch
 * as {@link Fence}'s do. Every method may be called again.
 */
public interface HandOver {
  /**
   * The target lets the tenant write, by one row; asks nothing of the source, which may be dead.
   * Then the target's guard is taken away.
   *
   * @return true when nothing of that guard is left; false when {@code open} is to be called again
   */
  boolean open(Move move);

  /**
   * The source refuses the tenant for good, as one that has moved away, and is otherwise as it was.
   *
   * @throws dev.rehome.model.PassingFault when the source does not answer: what is sealed waits
   * @throws dev.rehome.model.MoveFailed when its fence is not sealed any more: it may have taken
   *     writes
   */
  void leave(Move move);
}
