package dev.rehome.store;

import dev.rehome.model.Chunk;
import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Receipt;
import dev.rehome.model.Verdict;
import java.util.List;

/**
 * One component of a move: one kind of store on both sides. Every method may be called again, by
 * the same worker or by another one; every method may be called from several threads.
 *
 * <p>Errors of all methods: {@code PassingFault} when another try may succeed, {@code StaleLease}
 * when the store knows a newer epoch of the move, {@code MoveFailed} otherwise.
 */
public interface Store {
  /** Everything that could stop the move; changes nothing on either side. */
  List<Finding> problems(Move move);

  /**
   * What to copy, and what to prove, as far as it is known without a fence: chunks of COPY, which
   * are copied while the tenant writes, and of SNAPSHOT. Changes nothing on either side.
   */
  default Plan ahead(Move move) {
    return Plan.NOTHING;
  }

  /**
   * What else to copy and what else to prove. Called under the fence; changes nothing on either
   * side.
   */
  Plan plan(Move move);

  /**
   * Copies one chunk into the target. The data, the receipt and the check of the epoch are one
   * transaction where the store has such; a chunk that is already there answers its receipt.
   */
  Receipt copy(Move move, Chunk chunk);

  /**
   * Reads both sides, after the copy and by a path that shares no code with it; one look may do for
   * a batch. The verdicts are in the order of the checks.
   */
  List<Verdict> check(Move move, List<PlannedCheck> batch);

  /** The same for one check. */
  default Verdict check(Move move, PlannedCheck check) {
    return check(move, List.of(check)).get(0);
  }

  /**
   * Removes from the target everything that this move made there, and nothing else. The second time
   * finds nothing to do.
   */
  void discard(Move move);
}
