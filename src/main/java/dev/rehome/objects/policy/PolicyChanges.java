package dev.rehome.objects.policy;

import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.model.StaleLease;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.Turns;
import dev.rehome.store.Turns.Turn;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Changes of buckets' policies, which are written as a whole and compared by nobody. Ours are made
 * in turn, so that none undoes another one's, and the control store is asked directly before and
 * after each write whether the worker still has the move: one that fell asleep before it wrote, and
 * is no longer wanted, takes out what it put in. Thread safe.
 */
final class PolicyChanges {
  /** Longer than the control store lets one sleep who has the turn. */
  private static final Duration LONGEST = Duration.ofSeconds(12);

  private static final Duration LONGEST_OF_LIFTING = Duration.ofSeconds(3);

  private static final int TRIES_TO_TAKE_OUT = 5;

  private final Turns turns;
  private final Consumer<Move> confirm;

  PolicyChanges(Turns turns, Consumer<Move> confirm) {
    this.turns = turns;
    this.confirm = confirm;
  }

  /**
   * Changes the policy as the plan says, which is asked again when the turn has come. No turn is
   * taken for nothing.
   *
   * @return false when the policy was not seen as it should be; else the plan's answer
   */
  boolean make(Move move, BucketSide side, Function<PolicyText, Change> plan) {
    BucketPolicy policy = new BucketPolicy(side);
    Change first = plan.apply(policy.read());
    return first.next().isEmpty()
        ? first.answer().getAsBoolean()
        : inTurn(move, policy, plan, policy.turn(turns, LONGEST), confirm);
  }

  /**
   * The same for what lets a tenant write, and is not kept waiting: when the turn does not come
   * soon, or the control store is away, it is done without.
   *
   * @return also false when it was done without a turn: another one may undo it, to be called again
   */
  boolean makeSoon(Move move, BucketSide side, Function<PolicyText, Change> plan) {
    BucketPolicy policy = new BucketPolicy(side);
    try {
      confirm.accept(move);
    } catch (PassingFault e) {
      inTurn(move, policy, plan, aside(), none -> {});
      return false;
    }
    Optional<Turn> turn = soon(policy);
    return inTurn(move, policy, plan, turn.orElseGet(PolicyChanges::aside), this::confirmIfAsked)
        && turn.isPresent();
  }

  private Optional<Turn> soon(BucketPolicy policy) {
    try {
      return Optional.of(policy.turn(turns, LONGEST_OF_LIFTING));
    } catch (PassingFault e) {
      return Optional.empty();
    }
  }

  private static Turn aside() {
    return () -> {};
  }

  private void confirmIfAsked(Move move) {
    try {
      confirm.accept(move);
    } catch (PassingFault e) {
      // the control store has gone away meanwhile: the tenant writes all the same
    }
  }

  private boolean inTurn(
      Move move,
      BucketPolicy policy,
      Function<PolicyText, Change> plan,
      Turn taken,
      Consumer<Move> asked) {
    PolicyWrite write = new PolicyWrite(policy, taken, () -> asked.accept(move));
    Change change;
    try (Turn turn = taken) {
      turn.require();
      PolicyText before = policy.read();
      change = plan.apply(before);
      if (change.next().isPresent() && !write.run(before, change)) {
        return false;
      }
    } catch (StaleLease e) {
      write.written().ifPresent(own -> takeOut(policy, own, e));
      throw e;
    }
    return change.answer().getAsBoolean();
  }

  private void takeOut(BucketPolicy policy, OwnStatement own, StaleLease reason) {
    for (int tries = 1; tries <= TRIES_TO_TAKE_OUT; tries++) {
      try (Turn turn = soon(policy).orElseGet(PolicyChanges::aside)) {
        PolicyText now = policy.read();
        if (Change.isIn(now, own)) {
          turn.require();
          policy.write(now.without(own.sid()));
        }
        return;
      } catch (PassingFault e) {
        reason.addSuppressed(e);
        BucketPolicy.pause();
      }
    }
  }
}
