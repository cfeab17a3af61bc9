package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import java.util.List;
import java.util.function.Function;

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
                    SELECT name, subject, batch FROM _system.planned_checks
                    WHERE move = :move AND component = :component ORDER BY subject, name
                    """)
                .param("move", move.id())
                .param("component", component)
                .query(
                    (row, n) ->
                        new PlannedCheck(
                            component, row.getString(1), row.getString(2), row.getString(3)))
                .list());
  }

  /**
   * Records what checks saw, each in a row of its own, at the move's epoch; {@code StaleLease} for
   * an older one.
   */
  public void record(Move move, List<Verdict> verdicts) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return jdbc.sql(
                  """
                  INSERT INTO _system.checks (move, epoch, component, name, subject, passed, source_value, target_value)
                  SELECT :move, :epoch, c.*
                  FROM unnest(CAST(:components AS text[]), CAST(:names AS text[]), CAST(:subjects AS text[]),
                    CAST(:passed AS boolean[]), CAST(:sources AS text[]), CAST(:targets AS text[])) AS c
                  """)
              .param("move", move.id())
              .param("epoch", move.epoch())
              .param("components", texts(verdicts, verdict -> verdict.check().component()))
              .param("names", texts(verdicts, verdict -> verdict.check().name()))
              .param("subjects", texts(verdicts, verdict -> verdict.check().subject()))
              .param("passed", verdicts.stream().map(Verdict::passed).toArray(Boolean[]::new))
              .param("sources", texts(verdicts, Verdict::sourceValue))
              .param("targets", texts(verdicts, Verdict::targetValue))
              .update();
        });
  }

  private static String[] texts(List<Verdict> verdicts, Function<Verdict, String> of) {
    return verdicts.stream().map(of).toArray(String[]::new);
  }
}
