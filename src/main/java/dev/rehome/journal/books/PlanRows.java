package dev.rehome.journal.books;

import dev.rehome.journal.Json;
import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.Phase;
import dev.rehome.model.PlannedCheck;
import dev.rehome.store.Plan;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a plan, in the caller's transaction. Few statements, whatever its size: it may be the
 * tenant's write pause in which they are written.
 */
final class PlanRows {
  /** Chunks that are written by one statement. */
  private static final int PAGE = 500;

  private PlanRows() {}

  /** Whether they are new: a plan that is there stays as it is. */
  static boolean insert(JdbcClient jdbc, Move move, String component, Phase phase, Plan plan) {
    int fresh =
        jdbc.sql(
                """
                INSERT INTO _system.plans (move, component, phase, position, chunks, checks)
                VALUES (:move, :component, :phase, :position, :chunks, :checks) ON CONFLICT DO NOTHING
                """)
            .param("move", move.id())
            .param("component", component)
            .param("phase", phase.name())
            .param("position", plan.position())
            .param("chunks", plan.chunks().size())
            .param("checks", plan.checks().size())
            .update();
    if (fresh == 1) {
      for (int from = 0; from < plan.chunks().size(); from += PAGE) {
        chunks(jdbc, plan.chunks().subList(from, Math.min(plan.chunks().size(), from + PAGE)));
      }
      checks(jdbc, move, component, plan.checks());
    }
    return fresh == 1;
  }

  private static void chunks(JdbcClient jdbc, List<Chunk> chunks) {
    Chunk first = chunks.get(0);
    jdbc.sql(
            """
            INSERT INTO _system.chunks (move, component, chunk, phase, wave, spec)
            SELECT :move, :component, c.chunk, c.phase, c.wave, CAST(c.spec AS jsonb)
            FROM unnest(CAST(:chunks AS text[]), CAST(:phases AS text[]), CAST(:waves AS integer[]), CAST(:specs AS text[]))
              AS c (chunk, phase, wave, spec)
            """)
        .param("move", first.move())
        .param("component", first.component())
        .param("chunks", chunks.stream().map(Chunk::id).toArray(String[]::new))
        .param("phases", chunks.stream().map(chunk -> chunk.phase().name()).toArray(String[]::new))
        .param("waves", chunks.stream().map(Chunk::wave).toArray(Integer[]::new))
        .param("specs", chunks.stream().map(chunk -> Json.of(chunk.spec())).toArray(String[]::new))
        .update();
  }

  private static void checks(
      JdbcClient jdbc, Move move, String component, List<PlannedCheck> checks) {
    jdbc.sql(
            """
            INSERT INTO _system.planned_checks (move, component, name, subject, batch)
            SELECT :move, :component, k.name, k.subject, k.batch
            FROM unnest(CAST(:names AS text[]), CAST(:subjects AS text[]), CAST(:batches AS text[]))
              AS k (name, subject, batch)
            """)
        .param("move", move.id())
        .param("component", component)
        .param("names", checks.stream().map(PlannedCheck::name).toArray(String[]::new))
        .param("subjects", checks.stream().map(PlannedCheck::subject).toArray(String[]::new))
        .param("batches", checks.stream().map(PlannedCheck::batch).toArray(String[]::new))
        .update();
  }
}
