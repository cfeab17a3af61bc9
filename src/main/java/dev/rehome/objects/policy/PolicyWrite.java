package dev.rehome.objects.policy;

import dev.rehome.model.PassingFault;
import dev.rehome.store.Turns.Turn;
import java.util.Optional;

/** One write of a policy, within a turn. */
final class PolicyWrite {
  private static final int TRIES = 5;

  private final BucketPolicy policy;
  private final Turn turn;
  private final Runnable confirm;
  private Optional<OwnStatement> written = Optional.empty();

  /**
   * A write that is still to be made.
   *
   * @param confirm throws {@code StaleLease} when the worker has lost the move
   */
  PolicyWrite(BucketPolicy policy, Turn turn, Runnable confirm) {
    this.policy = policy;
    this.turn = turn;
    this.confirm = confirm;
  }

  /**
   * Writes, and waits until it is seen. Directly before and after it asks for turn and lease.
   *
   * @param before what was read in this turn
   * @return whether it was seen
   */
  boolean run(PolicyText before, Change change) {
    ask();
    written = change.own();
    boolean seen = false;
    try {
      put(before, change);
      seen = policy.shows(change.seen(), turn);
    } finally {
      confirm.run(); // also when the store gave no answer: it may have been written
    }
    return seen;
  }

  /** What may have got into the policy by this write. */
  Optional<OwnStatement> written() {
    return written;
  }

  private void ask() {
    turn.require();
    confirm.run();
  }

  /** Another try only over what was read before: what came in between would be lost. */
  private void put(PolicyText before, Change change) {
    for (int tries = 1; ; tries++) {
      try {
        policy.write(change.next().orElseThrow());
        return;
      } catch (PassingFault e) {
        PolicyText now = policy.read();
        if (change.seen().test(now)) {
          return; // only the answer was lost
        }
        if (tries == TRIES || !now.same(before)) {
          throw e;
        }
      }
      BucketPolicy.pause();
      ask();
    }
  }
}
