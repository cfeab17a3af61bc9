package dev.rehome.postgres.guard;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.side.LockTime;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Announces the fence, waits for the transactions that were let in before, and closes the guard.
 * The announcement is renewed while it waits and lapses soon after a mover that died; all times are
 * the source's.
 */
final class GuardDrain {
  /** One wait for the row; between two of them the announcement is renewed. */
  private static final Duration SLICE = Duration.ofSeconds(1);

  /** After the tenant's last sessions were ended. */
  private static final Duration LAST = Duration.ofSeconds(2);

  private static final long ANNOUNCED_SECONDS = 15;

  private final PostgresSide source;
  private final Move move;
  private final Duration timeout;
  private final Duration lease;
  private final Optional<String> role;

  GuardDrain(PostgresSide source, Move move, Duration timeout, Duration lease) {
    this.source = source;
    this.move = move;
    this.timeout = timeout;
    this.lease = lease;
    this.role = TenantLogin.role(source, move);
  }

  /** Returns with a closed guard, or throws {@link MoveFailed} that names the holders. */
  void run() {
    Duration left = announce();
    FailPoint.GUARD_ANNOUNCED.reached();
    boolean closed = false;
    while (!closed && left.compareTo(Duration.ZERO) > 0) {
      role.ifPresent(name -> TenantLogin.endOlder(source, move, name, true));
      closed = close(left.compareTo(SLICE) < 0 ? left : SLICE);
      left = closed ? left : announce();
    }
    role.ifPresent(name -> TenantLogin.endOlder(source, move, name, false));
    if (!closed && !(role.isPresent() && close(LAST))) {
      throw new MoveFailed(
          "%s: %s had not ended its writes at %s after %d s; held by %s; let them finish or end them, then ask for the move again"
              .formatted(
                  move,
                  move.tenant().name(),
                  source.cell(),
                  timeout.toSeconds(),
                  Holders.sentence(source.with(c -> Holders.ofTenant(c, move.tenant().id())))));
    }
    FailPoint.GUARD_CLOSED.reached();
  }

  /** Announces for a while from now, and returns what is left of the drain's time. */
  Duration announce() {
    return source.transaction(
        connection -> {
          ours(connection);
          return JdbcForms.first(
                  connection,
                  """
                  UPDATE _rehome.announced
                  SET since = CASE WHEN until > clock_timestamp() THEN since ELSE clock_timestamp() END,
                      until = clock_timestamp() + ? * interval '1 second'
                  WHERE tenant_id = ? AND place = 'source'
                  RETURNING (extract(epoch FROM clock_timestamp() - since) * 1000)::bigint
                  """,
                  row -> timeout.minusMillis(row.getLong(1)),
                  ANNOUNCED_SECONDS,
                  move.tenant().id())
              .orElseThrow();
        });
  }

  /** Takes the row from its share-lockers; whether it was to be had in time. */
  private boolean close(Duration most) {
    return LockTime.within(
            source,
            connection -> {
              Guard guard = ours(connection);
              JdbcForms.timeout(connection, most);
              // locked first: an UPDATE would have computed the deadline before it waited
              GuardState state =
                  guard.locked(connection, "state", row -> GuardState.of(row.getString(1)));
              if (state == GuardState.ARMING) {
                guard.set(
                    connection,
                    move,
                    GuardState.CLOSED,
                    ", until = clock_timestamp() + ? * interval '1 millisecond'",
                    lease.toMillis());
              }
              return true;
            })
        .orElse(false);
  }

  private Guard ours(Connection connection) throws SQLException {
    return Guard.take(connection, move, GuardSide.SOURCE)
        .filter(Guard::ours)
        .filter(guard -> guard.state() == GuardState.ARMING)
        .orElseThrow(
            () ->
                new MoveFailed(
                    move + ": its guard at " + source.cell() + " was lifted during the drain"));
  }
}
