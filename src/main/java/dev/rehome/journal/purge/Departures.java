package dev.rehome.journal.purge;

import dev.rehome.journal.Moves;
import dev.rehome.journal.door.Evidence;
import dev.rehome.model.Move;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The cells that a tenant has left, by the journal; inside the caller's transaction. */
public final class Departures {
  private Departures() {}

  /**
   * The last done move away from a cell.
   *
   * @param purged by which purge that is done
   * @param inQuestion what was found at the cell when the move had ended, of one that needs a hand
   */
  record Departure(
      String move, String cell, Optional<String> purged, Optional<String> inQuestion) {}

  /** One for each cell that was ever left, also of the one that serves again. */
  static List<Departure> of(JdbcClient jdbc, String tenant) {
    return jdbc.sql(
            """
            SELECT DISTINCT ON (m.source_database) m.id, m.source_database,
                   CASE WHEN j.status = 'needs_hand' THEN j.message END AS in_question,
                   (SELECT p.id FROM _system.purges p WHERE p.move = m.id AND p.state = 'done') AS purged
            FROM _system.moves m
            JOIN _system.journal j ON j.move = m.id AND j.status IN ('done', 'needs_hand') AND j.undo = 'NONE'
            WHERE m.tenant = :tenant AND NOT m.rehearsal
            ORDER BY m.source_database, j.seq DESC
            """)
        .param("tenant", tenant)
        .query(
            (row, n) ->
                new Departure(
                    row.getString("id"),
                    row.getString("source_database"),
                    Optional.ofNullable(row.getString("purged")),
                    Optional.ofNullable(row.getString("in_question"))))
        .list();
  }

  /** What the proof of a done move lacks, in words; by the epoch that cut over. */
  static List<String> unproven(JdbcClient jdbc, String move) {
    return jdbc.sql(
            """
            SELECT epoch FROM _system.journal
            WHERE move = :move AND phase = 'CUTOVER' AND mark = 'DURABLE' AND undo = 'NONE'
            ORDER BY seq DESC LIMIT 1
            """)
        .param("move", move)
        .query(Long.class)
        .optional()
        .map(epoch -> Evidence.missing(jdbc, Moves.load(jdbc, move, epoch)))
        .orElse(List.of("a cutover"));
  }

  /** The counts that the move has proven equal: by component, and there by check and subject. */
  public static Map<String, Map<String, Map<String, Long>>> copied(JdbcClient jdbc, Move move) {
    Map<String, Map<String, Map<String, Long>>> copied = new HashMap<>();
    jdbc.sql(
            """
            SELECT DISTINCT ON (component, name, subject) component, name, subject, source_value::bigint AS copied
            FROM _system.checks WHERE move = :move AND passed AND source_value ~ '^[0-9]{1,18}$'
            ORDER BY component, name, subject, seq DESC
            """)
        .param("move", move.id())
        .query(
            row -> {
              copied
                  .computeIfAbsent(row.getString("component"), c -> new HashMap<>())
                  .computeIfAbsent(row.getString("name"), c -> new HashMap<>())
                  .put(row.getString("subject"), row.getLong("copied"));
            });
    return copied;
  }
}
