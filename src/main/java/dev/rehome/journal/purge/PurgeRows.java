package dev.rehome.journal.purge;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements over purges, inside the caller's transaction. */
public final class PurgeRows {
  private PurgeRows() {}

  /** The tenant's purge that is neither done nor refused. */
  static Optional<PurgeRow> open(JdbcClient jdbc, String tenant) {
    return jdbc.sql(
            PurgeRow.COLUMNS
                + "WHERE tenant = :tenant AND state IN ('checking', 'deleting') FOR UPDATE")
        .param("tenant", tenant)
        .query((row, n) -> PurgeRow.of(row))
        .optional();
  }

  static PurgeRow row(JdbcClient jdbc, String purge) {
    return jdbc.sql(PurgeRow.COLUMNS + "WHERE id = :purge")
        .param("purge", purge)
        .query((row, n) -> PurgeRow.of(row))
        .single();
  }

  /** The last one that is done. */
  static PurgeRow last(JdbcClient jdbc, String tenant, Optional<String> cell) {
    return jdbc.sql(
            PurgeRow.COLUMNS
                + """
                WHERE tenant = :tenant AND state = 'done'
                  AND (CAST(:cell AS text) IS NULL OR database = :cell)
                ORDER BY changed_at DESC LIMIT 1
                """)
        .param("tenant", tenant)
        .param("cell", cell.orElse(null))
        .query((row, n) -> PurgeRow.of(row))
        .single();
  }

  static List<PurgeRow> newest(JdbcClient jdbc, Optional<String> tenant, int most) {
    return jdbc.sql(
            PurgeRow.COLUMNS
                + """
                WHERE CAST(:tenant AS text) IS NULL OR tenant = :tenant
                ORDER BY begun_at DESC LIMIT :most
                """)
        .param("tenant", tenant.orElse(null))
        .param("most", most)
        .query((row, n) -> PurgeRow.of(row))
        .list();
  }

  /**
   * Locks the purge, and looks whether it is still its holder's: nobody has taken it, it is not
   * over, and no move of the tenant was claimed meanwhile.
   */
  static void require(JdbcClient jdbc, PurgeClaim.Held held) {
    long epoch = held.leftover().move().epoch();
    record Now(String state, long epoch, long ofTenant, boolean left) {}
    Now now =
        jdbc.sql(
                """
                SELECT p.state, p.epoch, coalesce((SELECT t.epoch FROM _system.tenants t WHERE t.name = p.tenant), -1),
                       p.owner IS NULL
                FROM _system.purges p WHERE p.id = :purge FOR UPDATE OF p
                """)
            .param("purge", held.purge())
            .query(
                (row, n) ->
                    new Now(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4)))
            .single();
    if (now.epoch() != epoch
        || now.ofTenant() != epoch
        || now.left()
        || !(now.state().equals("checking") || now.state().equals("deleting"))) {
      throw new StaleLease(
          "purge %s: its lease has epoch %d; the control store has epoch %d of it (%s%s), and epoch %d of the tenant"
              .formatted(
                  held.purge(),
                  epoch,
                  now.epoch(),
                  now.state(),
                  now.left() ? ", given back" : "",
                  now.ofTenant()));
    }
  }

  /** Extends the lease of the purge of this move at its epoch, if that is the tenant's. */
  static void renew(JdbcClient jdbc, Move move, Duration lease) {
    int renewed =
        jdbc.sql(
                """
                UPDATE _system.purges p SET until = clock_timestamp() + make_interval(secs => :seconds)
                WHERE p.move = :move AND p.epoch = :epoch AND p.state IN ('checking', 'deleting')
                  AND p.epoch = (SELECT t.epoch FROM _system.tenants t WHERE t.name = p.tenant)
                """)
            .param("seconds", lease.toMillis() / 1000.0)
            .param("move", move.id())
            .param("epoch", move.epoch())
            .update();
    if (renewed == 0) {
      throw new StaleLease(
          "purge of what %s left at %s: its lease of epoch %d is gone"
              .formatted(move, move.source(), move.epoch()));
    }
  }

  static void end(JdbcClient jdbc, PurgeClaim.Held held, String state, String message) {
    jdbc.sql(
            """
            UPDATE _system.purges SET state = :state, message = :message, owner = NULL, until = '-infinity',
              rows_deleted = CASE WHEN :state = 'done' THEN rows_found ELSE rows_deleted END,
              changed_at = clock_timestamp()
            WHERE id = :purge
            """)
        .param("state", state)
        .param("message", message)
        .param("purge", held.purge())
        .update();
  }

  static void audit(
      JdbcClient jdbc, String actor, String move, String tenant, String result, String detail) {
    audit(jdbc, actor, "purge", move, tenant, result, detail);
  }

  static void audit(
      JdbcClient jdbc,
      String actor,
      String action,
      String move,
      String tenant,
      String result,
      String detail) {
    jdbc.sql("SELECT _system.write_audit(:actor, :action, :move, :tenant, :result, :detail)")
        .param("actor", actor)
        .param("action", action)
        .param("move", move)
        .param("tenant", tenant)
        .param("result", result)
        .param("detail", detail)
        .query((row, n) -> "")
        .single();
  }

  /** Why a move of the tenant to that cell may not begin now. */
  public static Optional<String> objection(JdbcClient jdbc, String tenant, String to) {
    return open(jdbc, tenant)
        .flatMap(
            purge -> {
              if (purge.live()) {
                return Optional.of(
                    "%s is running (%s); let it end".formatted(purge, purge.owner()));
              }
              return purge.state().equals("deleting") && purge.cell().equals(to)
                  ? Optional.of(
                      "%s is unfinished; rehome purge %s goes on with it".formatted(purge, tenant))
                  : Optional.empty();
            });
  }

  /** A purge whose worker died before it deleted anything is over when a move begins. */
  public static void giveUp(JdbcClient jdbc, String tenant) {
    jdbc.sql(
            """
            UPDATE _system.purges SET state = 'refused', message = 'given up for a move; nothing was deleted'
            WHERE tenant = :tenant AND state = 'checking'
            """)
        .param("tenant", tenant)
        .update();
  }

  /** A new id. */
  static String name(JdbcClient jdbc) {
    return "p"
        + jdbc.sql("SELECT nextval('_system.purge_number')").query(Long.class).single()
        + "-"
        + UUID.randomUUID().toString().substring(0, 4);
  }

  /** Takes the right to a purge, at the epoch of the move. */
  static void hold(
      JdbcClient jdbc, String purge, Move move, String cell, String owner, Duration lease) {
    jdbc.sql(
            """
            INSERT INTO _system.purges (id, move, tenant, tenant_id, database, state, epoch, owner, until)
            VALUES (:purge, :move, :tenant, :tenantId, :cell, 'checking', :epoch, :owner,
                    clock_timestamp() + make_interval(secs => :seconds))
            ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, owner = excluded.owner,
              until = excluded.until, changed_at = clock_timestamp()
            """)
        .param("purge", purge)
        .param("move", move.id())
        .param("tenant", move.tenant().name())
        .param("tenantId", move.tenant().id())
        .param("cell", cell)
        .param("epoch", move.epoch())
        .param("owner", owner)
        .param("seconds", lease.toMillis() / 1000.0)
        .update();
  }
}
