package dev.rehome.journal;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The right to work on a move, for a bounded time by the control store's clock. Taking it takes the
 * tenant's next epoch. Thread safe.
 */
public final class Leases {
  private final ControlStore control;
  private final String owner;

  /**
   * @param owner names this process for operators, e.g. {@code host/pid}
   */
  public Leases(ControlStore control, String owner) {
    this.control = control;
    this.owner = owner;
  }

  /**
   * Takes a move that has work left, whose lease is free or has run out, and that is not paused.
   *
   * @param only the one move that may be taken, or empty for any
   */
  public Optional<Move> claim(Optional<String> only, Duration length) {
    return control.transaction(
        jdbc ->
            jdbc.sql(
                    """
                    WITH candidate AS (
                      SELECT l.move, l.tenant FROM _system.leases l
                      WHERE NOT l.over AND l.until < clock_timestamp() AND l.next_attempt <= clock_timestamp()
                        AND (CAST(:only AS text) IS NULL OR l.move = :only)
                        AND coalesce((SELECT w.wish FROM _system.wishes w WHERE w.move = l.move
                                      ORDER BY w.seq DESC LIMIT 1), '') <> 'pause'
                      ORDER BY l.next_attempt, l.move
                      FOR UPDATE SKIP LOCKED LIMIT 1),
                    epoch AS (
                      UPDATE _system.tenants t SET epoch = t.epoch + 1 FROM candidate c
                      WHERE t.name = c.tenant RETURNING t.name, t.epoch)
                    UPDATE _system.leases l
                    SET epoch = e.epoch, owner = :owner, until = clock_timestamp() + make_interval(secs => :seconds)
                    FROM candidate c JOIN epoch e ON e.name = c.tenant
                    WHERE l.move = c.move
                    RETURNING l.move, l.epoch
                    """)
                .param("only", only.orElse(null))
                .param("owner", owner)
                .param("seconds", length.toSeconds())
                .query((row, n) -> Moves.load(jdbc, row.getString(1), row.getLong(2)))
                .optional());
  }

  /**
   * Extends the lease to {@code length} from now.
   *
   * @throws StaleLease when another worker has it
   */
  public void renew(Move move, Duration length) {
    int renewed =
        control.call(
            jdbc ->
                jdbc.sql(
                        """
                        UPDATE _system.leases SET until = clock_timestamp() + make_interval(secs => :seconds)
                        WHERE move = :move AND epoch = :epoch AND NOT over
                        """)
                    .param("seconds", length.toSeconds())
                    .param("move", move.id())
                    .param("epoch", move.epoch())
                    .update());
    if (renewed == 0) {
      throw new StaleLease(
          "move " + move.id() + ": the lease of epoch " + move.epoch() + " is gone");
    }
  }

  /**
   * Gives the lease back, for the next claim not before {@code wait} has passed; harmless if stale.
   */
  public void release(Move move, Duration wait) {
    control.call(
        jdbc ->
            jdbc.sql(
                    """
                    UPDATE _system.leases SET until = '-infinity', owner = NULL,
                      next_attempt = clock_timestamp() + make_interval(secs => :seconds)
                    WHERE move = :move AND epoch = :epoch
                    """)
                .param("seconds", wait.toMillis() / 1000.0)
                .param("move", move.id())
                .param("epoch", move.epoch())
                .update());
  }

  /** Locks the lease row and compares epochs: first in every transaction that writes for a move. */
  static void require(JdbcClient jdbc, Move move) {
    long epoch =
        jdbc.sql("SELECT epoch FROM _system.leases WHERE move = :move FOR UPDATE")
            .param("move", move.id())
            .query(Long.class)
            .single();
    if (epoch != move.epoch()) {
      throw new StaleLease(
          "move "
              + move.id()
              + ": lease has epoch "
              + move.epoch()
              + ", the journal has epoch "
              + epoch);
    }
  }

  /** The same worker under the tenant's next epoch. */
  static Move raise(JdbcClient jdbc, Move move) {
    long epoch =
        jdbc.sql(
                "UPDATE _system.tenants SET epoch = epoch + 1 WHERE name = :tenant RETURNING epoch")
            .param("tenant", move.tenant().name())
            .query(Long.class)
            .single();
    jdbc.sql("UPDATE _system.leases SET epoch = :epoch WHERE move = :move")
        .param("epoch", epoch)
        .param("move", move.id())
        .update();
    return move.withEpoch(epoch);
  }
}
