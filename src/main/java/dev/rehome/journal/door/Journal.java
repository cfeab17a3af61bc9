package dev.rehome.journal.door;

import dev.rehome.journal.ComponentTables;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.journal.Moves;
import dev.rehome.journal.Note;
import dev.rehome.journal.Positions;
import dev.rehome.journal.Roster;
import dev.rehome.model.Itinerary;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.Position.Undo;
import dev.rehome.model.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The durable, append-only record of every move, and the one door for changing a move's state.
 * Every method is one transaction in the control store that first compares the lease's epoch with
 * {@code move.epoch()}: an older one throws {@code StaleLease} and changes nothing. Each returns
 * the move at its new position; durable first, then memory. Thread safe.
 */
public final class Journal {
  private final ControlStore control;
  private final ComponentTables tables;

  /**
   * @param tables of components, without the schema: emptied of a move that is undone and clean
   */
  public Journal(ControlStore control, List<String> tables) {
    this.control = control;
    this.tables = new ComponentTables(tables);
  }

  /**
   * Writes that a phase begins or has ended. A record that is already the last one at this epoch is
   * not written again.
   *
   * <p>{@code PREFLIGHT, DURABLE} must name the move's components ({@link Roster}). {@code CUTOVER}
   * is refused with {@code MoveFailed}, at either mark, unless the store holds, for each of them, a
   * plan, a receipt for every planned chunk and, at this epoch, a passed row for every planned
   * check. {@code CUTOVER, DURABLE} changes the placement in the same transaction, compare-and-set
   * on cell and epoch. The end of an itinerary without CUTOVER wants the same evidence. A phase
   * that the itinerary of the move, as the store has it, lacks is refused.
   */
  public Move advance(Move move, Phase phase, Mark mark, Note note) {
    return control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          Position last = Moves.position(jdbc, move.id());
          if (last.undo() != Undo.NONE) {
            throw new MoveFailed(
                "move " + move.id() + " is being undone; it may not reach " + phase);
          }
          if (last.is(phase, mark) && last.epoch() == move.epoch()) {
            return move.at(last);
          }
          if (phase == Phase.CUTOVER
              && last.is(phase, Mark.DURABLE)
              && last.epoch() == move.epoch()) {
            return move.at(last); // its commit's reply was lost
          }
          Itinerary itinerary = Moves.itinerary(jdbc, move);
          JournalOrder.require(move, itinerary, last, phase, mark);
          Roster.require(move, phase, mark, note);
          boolean atTheEnd = itinerary.endsWith(phase) && mark == Mark.DURABLE;
          if (phase == Phase.CUTOVER || (atTheEnd && !itinerary.has(Phase.CUTOVER))) {
            Evidence.require(jdbc, move);
          }
          if (phase == Phase.CUTOVER && mark == Mark.DURABLE) {
            Placements.change(jdbc, move, move.source(), move.target());
          }
          boolean ends = phase == Phase.RESUME && mark == Mark.DURABLE;
          Status status = ends ? ended(note) : Status.RUNNING;
          Position next = new Position(phase, mark, move.epoch(), status, Undo.NONE);
          Moves.append(
              jdbc, move, next, mark == Mark.DURABLE ? Positions.added(jdbc, move, note) : note);
          if (ends) {
            Moves.end(jdbc, move);
            tables.forgetEarlier(jdbc, move);
          }
          return move.at(next);
        });
  }

  private static Status ended(Note note) {
    return Status.of(note.detail().getOrDefault(Note.BECOMES, Status.DONE.word()));
  }

  /**
   * Decides to undo: takes the next epoch, so that nobody who holds the present one may cut over
   * any more, and puts the placement back if it had changed. Refused with {@code MoveFailed} from
   * RESUME's intent on. The second time changes nothing.
   *
   * @param becomes what the move will have been: aborted or rolled_back
   */
  public Move decideUndo(Move move, Status becomes, String reason) {
    return control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          Position last = Moves.position(jdbc, move.id());
          if (last.undo() != Undo.NONE) {
            return move.at(last);
          }
          if (last.phase() == Phase.RESUME) {
            throw new MoveFailed(
                "move "
                    + move.id()
                    + " is past the point of no return (RESUME); it only goes forward");
          }
          Move newer = Leases.raise(jdbc, move);
          if (last.is(Phase.CUTOVER, Mark.DURABLE)) {
            Placements.change(jdbc, newer, move.target(), move.source());
          }
          Note note = new Note(reason, Optional.empty(), Map.of(Note.BECOMES, becomes.word()));
          return append(jdbc, newer, step(last, newer, Status.RUNNING, Undo.DECIDED), note);
        });
  }

  /**
   * Writes how far the decided undo has come; a step that is behind the last record is not written.
   *
   * @param message added to the reason of the decision; may be empty
   */
  public Move undone(Move move, Undo step, String message) {
    return control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          Position last = Moves.position(jdbc, move.id());
          if (last.undo().compareTo(step) >= 0) {
            return move.at(last);
          }
          Moves.Decision decision = Moves.decision(jdbc, move);
          String text =
              message.isEmpty() ? decision.message() : decision.message() + "; " + message;
          Move at = append(jdbc, move, step(last, move, decision.becomes(), step), Note.of(text));
          if (step == Undo.CLEAN) {
            Moves.end(jdbc, move);
            tables.forget(jdbc, move.id());
            if (Moves.rehearsal(jdbc, move)) {
              Moves.forgetTenant(jdbc, move);
            }
          }
          return at;
        });
  }

  /** Ends a move of which nothing has begun: pre-flight refused it. */
  public Move refuse(Move move, String findings) {
    return control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          Position last = Moves.position(jdbc, move.id());
          if (last.phase() != Phase.PREFLIGHT) {
            throw new MoveFailed(
                "move " + move.id() + " is at " + last.phase() + ", too late to refuse it");
          }
          Position refused = step(last, move, Status.REFUSED, Undo.CLEAN);
          Move at = append(jdbc, move, refused, Note.of(findings));
          Moves.end(jdbc, move);
          Moves.forgetTenant(jdbc, move);
          return at;
        });
  }

  private static Position step(Position last, Move move, Status status, Undo step) {
    return new Position(last.phase(), last.mark(), move.epoch(), status, step);
  }

  private static Move append(JdbcClient jdbc, Move move, Position position, Note note) {
    Moves.append(jdbc, move, position, note);
    return move.at(position);
  }

  /** The move as the store has it, under the epoch of the given one; writes nothing. */
  public Move read(Move move) {
    return control.call(jdbc -> move.at(Moves.position(jdbc, move.id())));
  }
}
