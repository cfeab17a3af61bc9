package dev.rehome.model;

/**
 * The last record of a move's journal: where the move stands.
 *
 * @param epoch the epoch that wrote the record; an older one than the lease's is another worker's
 * @param undo what the abort record decided
 */
public record Position(Phase phase, Mark mark, long epoch, Status status, Undo undo) {
  /** How far an undo has come. */
  public enum Undo {
    /** Nobody decided to undo. */
    NONE,
    /** The abort is journalled; from now on nobody may cut over. */
    DECIDED,
    /** The source serves again; the clean-up of the target is pending. */
    UNFENCED,
    /** Nothing that the move made is left. */
    CLEAN
  }

  public Position {
    Rules.notNull("phase", phase);
    Rules.notNull("mark", mark);
    Rules.atLeast("epoch", 0, epoch);
    Rules.notNull("status", status);
    Rules.notNull("undo", undo);
  }

  public boolean is(Phase otherPhase, Mark otherMark) {
    return phase == otherPhase && mark == otherMark;
  }
}
