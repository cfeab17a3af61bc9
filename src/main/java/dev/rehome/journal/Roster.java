package dev.rehome.journal;

import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The components of a move, in the order of the drain, as PREFLIGHT's durable record names them.
 * From there on they are the move's for good, whatever a worker's settings or routes say.
 */
public final class Roster {
  private static final String KEY = "components";
  private static final String BETWEEN = ",";

  private Roster() {}

  /** The note of PREFLIGHT's durable record. */
  public static Note note(String message, List<String> components) {
    return new Note(message, Optional.empty(), Map.of(KEY, String.join(BETWEEN, components)));
  }

  /** Refuses a durable PREFLIGHT that names nobody. */
  public static void require(Move move, Phase phase, Mark mark, Note note) {
    boolean concludes = phase == Phase.PREFLIGHT && mark == Mark.DURABLE;
    if (concludes && note.detail().getOrDefault(KEY, "").isEmpty()) {
      throw new MoveFailed(
          "move %s: PREFLIGHT DURABLE must name the move's components, got none"
              .formatted(move.id()));
    }
  }

  /** Empty before PREFLIGHT is durable. */
  public static List<String> of(JdbcClient jdbc, String move) {
    return jdbc.sql(
            """
            SELECT coalesce(detail->>'components', '') FROM _system.journal
            WHERE move = :move AND phase = 'PREFLIGHT' AND mark = 'DURABLE' AND undo = 'NONE'
            ORDER BY seq DESC LIMIT 1
            """)
        .param("move", move)
        .query(String.class)
        .optional()
        .filter(names -> !names.isEmpty())
        .map(names -> List.of(names.split(BETWEEN)))
        .orElse(List.of());
  }
}
