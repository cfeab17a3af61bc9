package dev.rehome.journal.door;

import dev.rehome.journal.Note;
import dev.rehome.journal.Roster;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Phase;
import dev.rehome.model.Position.Undo;
import dev.rehome.model.Status;

/**
 * The durable, append-only record of every move, and the one door for changing a move's state.
 * Every method is one transaction in the control store that first compares the lease's epoch with
 * {@code move.epoch()}: an older one throws {@code StaleLease} and changes nothing. Each returns
 * the move at its new position; durable first, then memory.
 */
public interface Journal {
  /**
   * Writes that a phase begins or has ended. A record that is already the last one at this epoch is
   * not written again.
   *
   * <p>{@code PREFLIGHT, DURABLE} must name the move's components ({@link Roster}). {@code CUTOVER}
   * is refused with {@code MoveFailed}, at either mark, unless the store holds, for each of them, a
   * plan, a receipt for every planned chunk and, at this epoch, a passed row for every planned
   * check. {@code CUTOVER, DURABLE} changes the placement in the same transaction, compare-and-set
   * on cell and epoch. A rehearsal ends with {@code SNAPSHOT, DURABLE}, which wants the same
   * evidence; the phases that fence or place a tenant are refused for it.
   */
  Move advance(Move move, Phase phase, Mark mark, Note note);

  /**
   * Decides to undo: takes the next epoch, so that nobody who holds the present one may cut over
   * any more, and puts the placement back if it had changed. Refused with {@code MoveFailed} from
   * RESUME's intent on. The second time changes nothing.
   *
   * @param becomes what the move will have been: aborted or rolled_back
   */
  Move decideUndo(Move move, Status becomes, String reason);

  /**
   * Writes how far the decided undo has come; a step that is behind the last record is not written.
   *
   * @param message added to the reason of the decision; may be empty
   */
  Move undone(Move move, Undo step, String message);

  /** Ends a move of which nothing has begun: pre-flight refused it. */
  Move refuse(Move move, String findings);

  /** The move as the store has it, under the epoch of the given one; writes nothing. */
  Move read(Move move);
}
