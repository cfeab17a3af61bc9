package dev.rehome.journal.read;

import dev.rehome.journal.ControlStore;
import java.time.Duration;
import java.util.Optional;

/** How often others waited for a lock behind a move, and how long at most. Thread safe. */
public final class WaitBook {
  private final ControlStore control;

  public WaitBook(ControlStore control) {
    this.control = control;
  }

  /**
   * Some are waiting.
   *
   * @param more who were not seen before
   * @param longest of all of them, so far
   */
  public void seen(String move, int more, Duration longest) {
    control.call(
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO _system.lock_waits AS w (move, waits, longest_ms) VALUES (:move, :more, :millis)
                    ON CONFLICT (move) DO UPDATE SET waits = w.waits + EXCLUDED.waits,
                      longest_ms = greatest(w.longest_ms, EXCLUDED.longest_ms)
                    """)
                .param("move", move)
                .param("more", more)
                .param("millis", longest.toMillis())
                .update());
  }

  /** What is written down of a move; zeros when nobody was seen to wait. */
  public Moved.LockWaits of(String move) {
    Optional<Moved.LockWaits> found =
        control.call(
            jdbc ->
                jdbc.sql("SELECT waits, longest_ms FROM _system.lock_waits WHERE move = :move")
                    .param("move", move)
                    .query(
                        (row, n) ->
                            new Moved.LockWaits(row.getLong(1), Duration.ofMillis(row.getLong(2))))
                    .optional());
    return found.orElse(new Moved.LockWaits(0, Duration.ZERO));
  }
}
