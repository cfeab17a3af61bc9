package dev.rehome.journal.read;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.read.Moved.StepTime;
import dev.rehome.model.Move;
import dev.rehome.model.Phase;
import dev.rehome.store.Kinds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long the steps of a copy took, by the control store's clock, from what the journal, the
 * manifest and the checks say anyway. Only steps that have ended are told. Reads only. Thread safe.
 */
public final class Timings {
  private static final String WAVE = "wave ";

  /**
   * A step ends with its last record and begins where the one before it ended. A move that was
   * resumed after a crash has the time in between in one of them.
   */
  private static final String STEPS =
      """
      WITH ends AS (
        SELECT CASE phase WHEN 'COPY' THEN 0 ELSE 3 END AS place, phase, '' AS component, 'begin' AS step,
               min(at) AS ended, 0 AS done, 0 AS done_bytes
        FROM _system.journal WHERE move = :move AND phase IN ('COPY', 'SNAPSHOT') AND undo = 'NONE' GROUP BY phase
        UNION ALL
        SELECT CASE phase WHEN 'COPY' THEN 1 ELSE 4 END, phase, component, 'plan', planned_at, 0, 0
        FROM _system.plans WHERE move = :move
        UNION ALL
        SELECT CASE phase WHEN 'COPY' THEN 1 ELSE 4 END, phase, component, 'wave ' || wave, max(changed_at),
               sum(copied_rows), sum(copied_bytes)
        FROM _system.chunks WHERE move = :move GROUP BY component, phase, wave HAVING bool_and(state = 'done')
        UNION ALL
        SELECT CASE phase WHEN 'COPY' THEN 2 ELSE 5 END, phase, '', CASE phase WHEN 'COPY' THEN 'fences' ELSE 'proof' END,
               min(at), 0, 0
        FROM _system.journal
        WHERE move = :move AND phase IN ('COPY', 'SNAPSHOT') AND mark = 'DURABLE' AND undo = 'NONE'
          AND NOT (phase = 'COPY' AND (SELECT m.rehearsal FROM _system.moves m WHERE m.id = :move))
        GROUP BY phase
        UNION ALL
        SELECT 6, '', '', 'decided', max(at), 0, 0 FROM _system.journal WHERE move = :move AND undo = 'DECIDED'
        UNION ALL
        SELECT 7, '', '', 'discard', max(at), 0, 0 FROM _system.journal WHERE move = :move AND undo = 'CLEAN'),
      steps AS (
        SELECT *, row_number() OVER placed AS number,
               greatest(0, extract(epoch FROM ended - lag(ended) OVER placed) * 1000)::bigint AS millis
        FROM ends WHERE ended IS NOT NULL WINDOW placed AS (ORDER BY place, ended))
      SELECT phase, component, step, millis, done, done_bytes FROM steps
      WHERE millis IS NOT NULL AND step NOT IN ('begin', 'decided') ORDER BY number
      """;

  private final ControlStore control;
  private final Kinds kinds;

  public Timings(ControlStore control, Kinds kinds) {
    this.control = control;
    this.kinds = kinds;
  }

  /**
   * The steps that have ended: of each component {@code plan} and its waves, as its kind calls
   * them, of COPY and of SNAPSHOT; {@code fences}, {@code proof}, …
   */
  public List<StepTime> of(String move) {
    return control.call(jdbc -> read(jdbc, move));
  }

  private List<StepTime> read(JdbcClient jdbc, String move) {
    return jdbc.sql(STEPS)
        .param("move", move)
        .query(
            (row, n) ->
                new StepTime(
                    row.getString(1),
                    row.getString(2),
                    name(row.getString(1), row.getString(2), row.getString(3)),
                    Duration.ofMillis(row.getLong(4)),
                    kinds.unit(row.getString(2)),
                    row.getLong(5),
                    row.getLong(6)))
        .list();
  }

  private String name(String phase, String component, String step) {
    return step.startsWith(WAVE)
        ? kinds
            .named(component)
            .map(
                kind ->
                    kind.step(
                        Phase.valueOf(phase), Integer.parseInt(step.substring(WAVE.length()))))
            .orElse(step)
        : step;
  }

  /**
   * From SNAPSHOT's begin to its proof's end: what of a write pause depends on the tenant's size.
   */
  public static Duration copyAndProof(List<StepTime> steps) {
    return steps.stream()
        .filter(step -> step.phase().equals(Phase.SNAPSHOT.name()))
        .map(StepTime::took)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** A rehearsal's result in a few words: {@code 9 rows, 120 bytes copied and proven in 1.2 s}. */
  public String facts(Move move) {
    List<StepTime> steps = of(move.id());
    return String.format(
        Locale.ROOT,
        "%s to %s: %s%,d bytes copied and proven in %.1f s",
        move.source(),
        move.target(),
        counts(steps),
        steps.stream().mapToLong(StepTime::bytes).sum(),
        copyAndProof(steps).toMillis() / 1000.0);
  }

  /** {@code 9 rows, 3 objects, } */
  private static String counts(List<StepTime> steps) {
    Map<String, Long> counts = new LinkedHashMap<>();
    steps.stream()
        .filter(step -> !step.component().isEmpty())
        .forEach(step -> counts.merge(step.unit().many(), step.count(), Long::sum));
    return counts.entrySet().stream()
        .map(one -> String.format(Locale.ROOT, "%,d %s, ", one.getValue(), one.getKey()))
        .collect(Collectors.joining());
  }
}
