package dev.rehome.journal;

import dev.rehome.journal.Moved.StepTime;
import dev.rehome.model.Move;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long the steps of a copy took, by the control store's clock, from what the journal, the
 * manifest and the checks say anyway. Only steps that have ended are told. Reads only. Thread safe.
 */
public final class Timings {
  /**
   * A step ends with its last record and begins where the one before it ended. A move that was
   * resumed after a crash has the time in between in one of them.
   */
  private static final String STEPS =
      """
      WITH ends AS (
        SELECT 0 AS place, 'begin' AS step, min(at) AS ended, 0 AS done_rows, 0 AS done_bytes FROM _system.journal
        WHERE move = :move AND phase = 'SNAPSHOT' AND undo = 'NONE'
        UNION ALL
        SELECT 1, 'plan', max(planned_at), 0, 0 FROM _system.plans WHERE move = :move
        UNION ALL
        SELECT 2 + wave, 'wave ' || wave, max(changed_at), sum(copied_rows), sum(copied_bytes) FROM _system.chunks
        WHERE move = :move GROUP BY wave HAVING bool_and(state = 'done')
        UNION ALL
        SELECT 1000000, 'proof', min(at), 0, 0 FROM _system.journal
        WHERE move = :move AND phase = 'SNAPSHOT' AND mark = 'DURABLE' AND undo = 'NONE'
        UNION ALL
        SELECT 1000001, 'decided', max(at), 0, 0 FROM _system.journal WHERE move = :move AND undo = 'DECIDED'
        UNION ALL
        SELECT 1000002, 'discard', max(at), 0, 0 FROM _system.journal WHERE move = :move AND undo = 'CLEAN'),
      steps AS (
        SELECT *, greatest(0, extract(epoch FROM ended - lag(ended) OVER (ORDER BY place)) * 1000)::bigint AS millis
        FROM ends WHERE ended IS NOT NULL)
      SELECT step, millis, done_rows, done_bytes FROM steps
      WHERE millis IS NOT NULL AND step NOT IN ('begin', 'decided') ORDER BY place
      """;

  private final ControlStore control;

  public Timings(ControlStore control) {
    this.control = control;
  }

  /** The steps that have ended: {@code plan}, {@code wave 0} and so on, {@code proof}, … */
  public List<StepTime> of(String move) {
    return control.call(jdbc -> read(jdbc, move));
  }

  private static List<StepTime> read(JdbcClient jdbc, String move) {
    return jdbc.sql(STEPS)
        .param("move", move)
        .query(
            (row, n) ->
                new StepTime(
                    row.getString(1),
                    Duration.ofMillis(row.getLong(2)),
                    row.getLong(3),
                    row.getLong(4)))
        .list();
  }

  /** From a plan's begin to its proof's end: what of a write pause depends on the tenant's size. */
  public static Duration copyAndProof(List<StepTime> steps) {
    return steps.stream()
        .filter(step -> !step.step().equals("discard"))
        .map(StepTime::took)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** A rehearsal's result in a few words: {@code 9 rows, 120 bytes copied and proven in 1.2 s}. */
  public String facts(Move move) {
    List<StepTime> steps = of(move.id());
    return String.format(
        Locale.ROOT,
        "%s to %s: %,d rows, %,d bytes copied and proven in %.1f s",
        move.source(),
        move.target(),
        steps.stream().mapToLong(StepTime::rows).sum(),
        steps.stream().mapToLong(StepTime::bytes).sum(),
        copyAndProof(steps).toMillis() / 1000.0);
  }
}
