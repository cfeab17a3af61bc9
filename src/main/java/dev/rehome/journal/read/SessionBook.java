package dev.rehome.journal.read;

import dev.rehome.journal.ControlStore;
import dev.rehome.model.Tenant;
import dev.rehome.store.TenantSession;
import java.time.ZoneOffset;
import java.util.List;

/** Tenants' sessions as they were seen last: {@code _system.active_sessions}. Thread safe. */
public final class SessionBook {
  private final ControlStore control;

  public SessionBook(ControlStore control) {
    this.control = control;
  }

  /** Every tenant of the catalog. */
  public List<Tenant> tenants() {
    return control.call(
        jdbc ->
            jdbc.sql("SELECT name, tenant_id FROM _system.tenants ORDER BY name")
                .query((row, n) -> new Tenant(row.getString(1), row.getString(2)))
                .list());
  }

  /** Replaces what was seen in the cell. */
  public void seen(String cell, List<TenantSession> sessions) {
    control.transaction(
        jdbc -> {
          jdbc.sql("DELETE FROM _system.sessions WHERE database = :cell")
              .param("cell", cell)
              .update();
          for (TenantSession session : sessions) {
            jdbc.sql(
                    """
                    INSERT INTO _system.sessions (database, pid, tenant_id, application, state, since)
                    VALUES (:cell, :pid, :tenant, :application, :state, :since) ON CONFLICT DO NOTHING
                    """)
                .param("cell", cell)
                .param("pid", session.pid())
                .param("tenant", session.tenantId())
                .param("application", session.application())
                .param("state", session.state())
                .param(
                    "since",
                    session.since().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                    java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
          }
          return sessions.size();
        });
  }
}
