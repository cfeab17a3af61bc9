package dev.rehome.journal.door;

import dev.rehome.journal.ComponentTables;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.journal.Moves;
import dev.rehome.journal.Note;
import dev.rehome.journal.Positions;
import dev.rehome.journal.Roster;
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

/** The journal in the control store. Thread safe. */
public final class PostgresJournal implements Journal {
  private final ControlStore control;
  private final ComponentTables tables;

  /**
   * @param tables of components, without the schema: emptied of a move that is undone and clean
   */
  public PostgresJournal(ControlStore control, List<String> tables) {
    this.control = control;
    this.tables = new ComponentTables(tables);
  }

  @Override
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
          boolean rehearsal = Moves.rehearsal(jdbc, move);
          JournalOrder.require(move, rehearsal, last, phase, mark);
          Roster.require(move, phase, mark, note);
          if (rehearsal && phase == Phase.SNAPSHOT && mark == Mark.DURABLE) {
            Evidence.require(jdbc, move);
          }
          if (phase == Phase.CUTOVER) {
            Evidence.require(jdbc, move);
            if (mark == Mark.DURABLE) {
              Placements.change(jdbc, move, move.source(), move.target());
            }
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

  @Override
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

  @Override
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

  @Override
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

  @Override
  public Move read(Move move) {
    return control.call(jdbc -> move.at(Moves.position(jdbc, move.id())));
  }

  /** The database work of placements. */
  private static final class Placements {
    static void change(JdbcClient jdbc, Move move, String from, String to) {
      int changed =
          jdbc.sql(
                  """
                  UPDATE _system.tenants SET database = :to, placed_at = clock_timestamp()
                  WHERE name = :tenant AND database = :from AND epoch = :epoch
                  """)
              .param("to", to)
              .param("tenant", move.tenant().name())
              .param("from", from)
              .param("epoch", move.epoch())
              .update();
      if (changed != 1) {
        throw new MoveFailed(
            "move "
                + move.id()
                + ": the placement of "
                + move.tenant().name()
                + " is no longer "
                + from
                + " at epoch "
                + move.epoch());
      }
      Moves.auditPlacement(jdbc, move.applicationName(), move.id(), move.tenant().name());
      Moves.announce(jdbc, move, to);
    }
  }
}
