package dev.rehome.journal.door;

import dev.rehome.journal.Roster;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must be in the control store before a cutover, and before a rehearsal is said to have gone
 * well. Routes may be edited; this may not be passed by an edit of theirs.
 */
public final class Evidence {
  private Evidence() {}

  /**
   * @throws MoveFailed naming what is missing: the names of the components, or for one of them a
   *     plan, receipts, or checks passed at the move's epoch
   */
  static void require(JdbcClient jdbc, Move move) {
    List<String> missing = new ArrayList<>(missing(jdbc, move));
    if (Roster.of(jdbc, move.id()).isEmpty()) {
      missing.add("the names of its components: PREFLIGHT recorded none");
    }
    if (!missing.isEmpty()) {
      throw new MoveFailed(
          "move "
              + move.id()
              + (move.options().rehearsal() ? " is not proven" : " may not cut over")
              + " at epoch "
              + move.epoch()
              + ", it lacks: "
              + String.join("; ", missing));
    }
  }

  /**
   * What is missing, in words; empty when the move is proven at its epoch. Each component must have
   * been planned for each phase with chunks that the move came through. A move of a version that
   * recorded no components is asked for those that it planned; one that came to SNAPSHOT without
   * COPY, with an older version, had planned all there.
   */
  public static List<String> missing(JdbcClient jdbc, Move move) {
    return jdbc.sql(
            """
            SELECT 'a plan: nothing was planned'
            WHERE NOT EXISTS (SELECT FROM _system.plans WHERE move = :move AND phase = 'SNAPSHOT')
            UNION ALL
            SELECT 'the plan of ' || part.name || ' for ' || reached.phase
            FROM unnest(string_to_array(:components, ',')) part (name)
            CROSS JOIN (SELECT DISTINCT j.phase FROM _system.journal j
                        WHERE j.move = :move AND j.phase IN ('COPY', 'SNAPSHOT')) reached
            WHERE NOT EXISTS (SELECT FROM _system.plans p
                              WHERE p.move = :move AND p.component = part.name AND p.phase = reached.phase)
            UNION ALL
            SELECT p.component || ': ' || p.chunks || ' chunks and ' || p.checks || ' checks were planned, '
                   || m.chunks || ' and ' || m.checks || ' are in the manifest'
            FROM (SELECT component, sum(chunks) AS chunks, sum(checks) AS checks
                  FROM _system.plans WHERE move = :move GROUP BY component) p
            CROSS JOIN LATERAL (
              SELECT (SELECT count(*) FROM _system.chunks c WHERE c.move = :move AND c.component = p.component) AS chunks,
                     (SELECT count(*) FROM _system.planned_checks k WHERE k.move = :move AND k.component = p.component) AS checks) m
            WHERE p.chunks <> m.chunks OR p.checks <> m.checks OR p.checks = 0
            UNION ALL
            (SELECT 'the receipt of chunk ' || component || ' ' || chunk
             FROM _system.chunks WHERE move = :move AND state <> 'done' ORDER BY 1 LIMIT 20)
            UNION ALL
            (SELECT 'a passed check ' || k.component || ' ' || k.name || ' of ' || k.subject
             FROM _system.planned_checks k
             WHERE k.move = :move
               AND NOT coalesce((SELECT c.passed FROM _system.checks c
                                 WHERE c.move = k.move AND c.epoch = :epoch AND c.component = k.component
                                   AND c.name = k.name AND c.subject = k.subject
                                 ORDER BY c.seq DESC LIMIT 1), false)
             ORDER BY 1 LIMIT 20)
            """)
        .param("move", move.id())
        .param("epoch", move.epoch())
        .param("components", String.join(",", Roster.of(jdbc, move.id())))
        .query(String.class)
        .list();
  }
}
