package dev.rehome.moves.crash;

import dev.rehome.journal.read.Moved;
import dev.rehome.model.Mark;
import dev.rehome.model.Phase;

/**
 * What becomes of a move whose worker died, by the record that was the journal's last: the table of
 * ARCHITECTURE, for a guard that is unbroken, a pause within its limit, and a proof that passes.
 */
final class RecoveryTable {
  static final String DONE = "done";
  static final String ABORTED = "aborted";
  static final String ROLLED_BACK = "rolled_back";

  private RecoveryTable() {}

  /** The status in the end, when nobody wishes anything. */
  static String outcome(Moved left) {
    if (!left.cleanUp().isEmpty()) {
      return ABORTED;
    }
    Mark mark = Mark.valueOf(left.mark());
    return switch (Phase.valueOf(left.phase())) {
      case PREFLIGHT, COPY -> DONE;
      case DRAIN -> ABORTED;
      case SNAPSHOT -> DONE;
      case CUTOVER -> mark == Mark.INTENT ? ABORTED : DONE;
      case RESUME -> DONE;
    };
  }

  /** The same when the way back was wished while nobody worked on the move. */
  static String wishedBack(Moved left) {
    boolean tooLate = Phase.valueOf(left.phase()) == Phase.RESUME;
    boolean undone = !left.cleanUp().isEmpty();
    return tooLate ? DONE : undone ? outcome(left) : ROLLED_BACK;
  }
}
