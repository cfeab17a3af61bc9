package dev.rehome.journal;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The right to work on a move, for a bounded time by the control store's clock. Taking it takes the
 * tenant's next epoch. Thread safe.
 */
public final class Leases {
  private static final String PROCESS = Workers.thisProcess();

  private final ControlStore control;
  private final String owner;

  /** Those of this process. */
  public Leases(ControlStore control) {
    this(control, PROCESS);
  }

  /**
   * @param owner names this process for operators: {@link Workers#thisProcess}
   */
  public Leases(ControlStore control, String owner) {
    this.control = control;
    this.owner = owner;
  }

  /**
   * What {@code sql/claim.sql} is asked with.
   *
   * @param only the one move that may be taken, or empty for any
   * @param held those that this process holds, and must not take again
   */
  public Map<String, Object> terms(Optional<String> only, List<String> held, Duration length) {
    Map<String, Object> terms = new HashMap<>();
    terms.put("only", only.orElse(null));
    terms.put("held", String.join(",", held));
    terms.put("owner", owner);
    terms.put("seconds", length.toMillis() / 1000.0);
    return terms;
  }

  /** The move that {@code sql/claim.sql} has claimed. */
  public Move claimed(String move, long epoch) {
    return control.call(jdbc -> Moves.load(jdbc, move, epoch));
  }

  /**
   * Extends the lease to {@code length} from now.
   *
   * @throws StaleLease when another worker has it, or it was given back
   */
  public void renew(Move move, Duration length) {
    int renewed =
        control.call(
            jdbc ->
                jdbc.sql(
                        """
                        UPDATE _system.leases SET until = clock_timestamp() + make_interval(secs => :seconds),
                          heartbeat_at = clock_timestamp()
                        WHERE move = :move AND epoch = :epoch AND owner = :owner AND NOT over
                        """)
                    .param("seconds", length.toSeconds())
                    .param("move", move.id())
                    .param("epoch", move.epoch())
                    .param("owner", owner)
                    .update());
    if (renewed == 0) {
      throw new StaleLease(
          "move " + move.id() + ": the lease of epoch " + move.epoch() + " is gone");
    }
  }

  /** The move waits for a route that is suspended; empty when it goes on. Harmless if stale. */
  public void standStill(Move move, String route) {
    control.call(
        jdbc ->
            jdbc.sql(
                    """
                    UPDATE _system.leases SET suspended_route = nullif(:route, '')
                    WHERE move = :move AND epoch = :epoch
                    """)
                .param("route", route)
                .param("move", move.id())
                .param("epoch", move.epoch())
                .update());
  }

  /**
   * Gives the lease back, for the next claim not before {@code wait} has passed; harmless if stale.
   */
  public void release(Move move, Duration wait) {
    control.call(
        jdbc ->
            jdbc.sql(
                    """
                    UPDATE _system.leases SET until = '-infinity', owner = NULL, suspended_route = NULL,
                      next_attempt = clock_timestamp() + make_interval(secs => :seconds)
                    WHERE move = :move AND epoch = :epoch
                    """)
                .param("seconds", wait.toMillis() / 1000.0)
                .param("move", move.id())
                .param("epoch", move.epoch())
                .update());
  }

  /** Locks the lease row and compares epochs: first in every transaction that writes for a move. */
  public static void require(JdbcClient jdbc, Move move) {
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
  public static Move raise(JdbcClient jdbc, Move move) {
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
