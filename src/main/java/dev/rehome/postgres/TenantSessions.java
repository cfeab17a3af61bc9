package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.model.Tenant;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.store.SessionLook;
import dev.rehome.store.TenantSession;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tenants' sessions in a cell's PostgreSQL. Thread safe. */
public final class TenantSessions implements SessionLook {
  /** 734663 is the class of the advisory lock that a guard's admission takes. */
  private static final String QUERY =
      """
      WITH tenant AS (SELECT * FROM unnest(?::text[], ?::text[]) AS t (id, role))
      SELECT t.id, a.pid, a.application_name, coalesce(a.state, ''), a.state_change
      FROM pg_stat_activity a JOIN tenant t ON t.role = a.usename
      WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
      UNION
      SELECT t.id, a.pid, a.application_name, coalesce(a.state, ''), a.state_change
      FROM pg_locks l
      JOIN tenant t ON l.objid = (hashtext(t.id)::bigint & 4294967295)::oid
      JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = 734663 AND l.granted
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  /**
   * Who waits is asked of pg_locks, which shows everybody; who we are, of pg_stat_activity, which
   * shows us at least.
   */
  private static final String WAITING =
      """
      WITH ours AS MATERIALIZED (
        SELECT pid FROM pg_catalog.pg_stat_activity
        WHERE pg_catalog.starts_with(application_name, ?)),
      waiting AS MATERIALIZED (
        SELECT DISTINCT pid FROM pg_catalog.pg_locks
        WHERE NOT granted AND pid IS NOT NULL AND pid NOT IN (SELECT pid FROM ours))
      SELECT pid FROM waiting
      WHERE pg_catalog.pg_blocking_pids(pid) && ARRAY(SELECT pid FROM ours)
      """;

  private final PostgresCells cells;

  public TenantSessions(PostgresCells cells) {
    this.cells = cells;
  }

  @Override
  public List<TenantSession> look(String cell, List<Tenant> tenants) {
    PostgresSide side = cells.watched(cell);
    Optional<String> role = side.settings().tenantRole();
    String[] ids = tenants.stream().map(Tenant::id).toArray(String[]::new);
    String[] roles =
        tenants.stream().map(tenant -> role.map(tenant::fill).orElse(null)).toArray(String[]::new);
    return side.with(
        connection -> {
          Array idArray = connection.createArrayOf("text", ids);
          Array roleArray = connection.createArrayOf("text", roles);
          try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setArray(1, idArray);
            query.setArray(2, roleArray);
            return read(query);
          }
        });
  }

  @Override
  public Set<Integer> waitingBehind(Move move, String cell) {
    return cells
        .watched(cell)
        .with(
            connection -> {
              try (PreparedStatement query = connection.prepareStatement(WAITING)) {
                query.setString(1, move.applicationPrefix());
                Set<Integer> pids = new HashSet<>();
                try (ResultSet row = query.executeQuery()) {
                  while (row.next()) {
                    pids.add(row.getInt(1));
                  }
                }
                return pids;
              }
            });
  }

  private static List<TenantSession> read(PreparedStatement query) throws SQLException {
    List<TenantSession> sessions = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        sessions.add(
            new TenantSession(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getTimestamp(5)).map(Timestamp::toInstant)));
      }
    }
    return sessions;
  }
}
