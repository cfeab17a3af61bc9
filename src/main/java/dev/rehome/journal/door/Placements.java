package dev.rehome.journal.door;

import dev.rehome.journal.Moves;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which cell serves a tenant. All in the caller's transaction. */
final class Placements {
  private Placements() {}

  /** Compare-and-set on cell and epoch; announces the new cell. */
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
    Moves.auditPlacement(jdbc, move.id(), move.tenant().name());
    Moves.announce(jdbc, move, to);
  }
}
