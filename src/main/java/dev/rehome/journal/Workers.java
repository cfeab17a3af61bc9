package dev.rehome.journal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/** Who works on moves. Reads only. Thread safe. */
public final class Workers {
  /** Asked once: a name server that is away must hold up no record of a move. */
  private static final String THIS_PROCESS =
      "%s@%s, pid %d"
          .formatted(System.getProperty("user.name"), host(), ProcessHandle.current().pid());

  private final ControlStore control;

  public Workers(ControlStore control) {
    this.control = control;
  }

  /**
   * The worker of a move.
   *
   * @param who {@code user@host, pid 12}; empty when nobody holds the move
   * @param lives whether its lease has not run out
   * @param heard how long ago a worker of the move was last heard of; empty if none ever was
   */
  public record Seen(Optional<String> who, boolean lives, Optional<Duration> heard) {
    static final Seen NOBODY = new Seen(Optional.empty(), false, Optional.empty());
  }

  /** What leases, purges and the audit call this process. */
  public static String thisProcess() {
    return THIS_PROCESS;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this-host";
    }
  }

  /** As of now, by the control store's clock. */
  public Seen of(String move) {
    return control
        .call(
            jdbc ->
                jdbc.sql(
                        """
                        SELECT owner, until > clock_timestamp() AS lives,
                          (extract(epoch FROM clock_timestamp() - heartbeat_at) * 1000)::bigint AS heard
                        FROM _system.leases WHERE move = :move
                        """)
                    .param("move", move)
                    .query(
                        (row, n) ->
                            new Seen(
                                Optional.ofNullable(row.getString("owner")),
                                row.getBoolean("lives"),
                                Optional.ofNullable(row.getObject("heard", Long.class))
                                    .map(Duration::ofMillis)))
                    .optional())
        .orElse(Seen.NOBODY);
  }
}
