package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.model.Move;
import java.time.Duration;

/** What the journal knows of write pauses, by the control store's clock. Thread safe. */
public final class Pauses {
  /**
   * The key in a DRAIN record's detail: how long writes had been refused when it was written, ms.
   */
  public static final String REFUSED_MS = "refused_ms";

  private final ControlStore control;

  public Pauses(ControlStore control) {
    this.control = control;
  }

  /** How long the tenant's writes have been refused so far; zero before DRAIN is durable. */
  public Duration soFar(Move move) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT (extract(epoch FROM clock_timestamp() - at) * 1000)::bigint
                           + coalesce((detail->>'refused_ms')::bigint, 0)
                    FROM _system.journal
                    WHERE move = :move AND phase = 'DRAIN' AND mark = 'DURABLE' ORDER BY seq LIMIT 1
                    """)
                .param("move", move.id())
                .query(Long.class)
                .optional()
                .map(Duration::ofMillis)
                .orElse(Duration.ZERO));
  }
}
