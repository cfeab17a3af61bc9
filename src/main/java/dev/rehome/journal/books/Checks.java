package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import java.util.List;

/** What is to be proven of a move, and what was seen. Thread safe. */
public final class Checks {
  private final ControlStore control;

  public Checks(ControlStore control) {
    this.control = control;
  }

  /** The checks that must pass before the cutover. */
  public List<PlannedCheck> planned(Move move, String component) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT name, subject FROM _system.planned_checks
                    WHERE move = :move AND component = :component ORDER BY subject, name
                    """)
                .param("move", move.id())
                .param("component", component)
                .query((row, n) -> new PlannedCheck(component, row.getString(1), row.getString(2)))
                .list());
  }

  /** Records what a check saw, at the move's epoch; {@code StaleLease} for an older one. */
  public void record(Move move, Verdict verdict) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return jdbc.sql(
                  """
                  INSERT INTO _system.checks (move, epoch, component, name, subject, passed, source_value, target_value)
                  VALUES (:move, :epoch, :component, :name, :subject, :passed, :source, :target)
                  """)
              .param("move", move.id())
              .param("epoch", move.epoch())
              .param("component", verdict.check().component())
              .param("name", verdict.check().name())
              .param("subject", verdict.check().subject())
              .param("passed", verdict.passed())
              .param("source", verdict.sourceValue())
              .param("target", verdict.targetValue())
              .update();
        });
  }
}
