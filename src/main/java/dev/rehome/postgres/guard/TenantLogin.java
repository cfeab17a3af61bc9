package dev.rehome.postgres.guard;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.PostgresSide;
import dev.rehome.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The tenant's own database role in the source: kept out while the fence is closed. */
final class TenantLogin {
  private TenantLogin() {}

  static Optional<String> role(PostgresSide side, Move move) {
    return side.settings().tenantRole().map(move.tenant()::fill);
  }

  /**
   * Takes LOGIN from the role and remembers, in the same transaction, that it had it. The second
   * time changes nothing.
   */
  static void revoke(PostgresSide side, Move move, String role) {
    boolean revoked =
        side.transaction(
            connection -> {
              Guard.take(connection, move, Place.SOURCE);
              boolean could =
                  Statements.first(
                          connection,
                          "SELECT rolcanlogin FROM pg_roles WHERE rolname = ?",
                          row -> row.getBoolean(1),
                          role)
                      .orElseThrow(
                          () ->
                              new MoveFailed(
                                  "%s: the tenant's role %s does not exist; correct postgres.tenant-role"
                                      .formatted(side.cell(), role)));
              if (could) {
                remember(connection, move, role);
                alter(connection, side, role, "NOLOGIN");
              }
              return could;
            });
    if (revoked) {
      FailPoint.GUARD_TENANT_ROLE_REVOKED.reached();
    }
  }

  /** Gives LOGIN back if {@link #revoke} took it. The second time changes nothing. */
  static void restore(PostgresSide side, Move move) {
    boolean restored =
        side.transaction(
            connection -> {
              Optional<String> role =
                  Guard.take(connection, move, Place.SOURCE).filter(Guard::ours).isEmpty()
                      ? Optional.empty()
                      : remembered(connection, move);
              if (role.isEmpty()) {
                return false;
              }
              alter(connection, side, role.get(), "LOGIN");
              remember(connection, move, null);
              return true;
            });
    if (restored) {
      FailPoint.GUARD_TENANT_ROLE_RESTORED.reached();
    }
  }

  /** Ends the role's idle sessions here, or all of them; returns how many it found. */
  static int end(PostgresSide side, String role, boolean idleOnly) {
    int ended =
        side.with(
            connection -> {
              try {
                return Statements.rows(
                        connection,
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE usename = ? AND datname = current_database()
                          AND pid <> pg_backend_pid() AND (state = 'idle' OR NOT ?)
                        """,
                        row -> row.getBoolean(1),
                        role,
                        idleOnly)
                    .size();
              } catch (SQLException e) {
                throw refused(e, side, role, "GRANT pg_signal_backend TO %s");
              }
            });
    if (ended > 0) {
      FailPoint.GUARD_SESSIONS_ENDED.reached();
    }
    return ended;
  }

  private static Optional<String> remembered(Connection connection, Move move) throws SQLException {
    return Statements.first(
        connection,
        """
        SELECT login_role FROM _rehome.announced
        WHERE tenant_id = ? AND place = 'source' AND login_role IS NOT NULL
        """,
        row -> row.getString(1),
        move.tenant().id());
  }

  private static void remember(Connection connection, Move move, String role) throws SQLException {
    Statements.change(
        connection,
        "UPDATE _rehome.announced SET login_role = ?::text WHERE tenant_id = ? AND place = 'source'",
        role,
        move.tenant().id());
  }

  private static void alter(Connection connection, PostgresSide side, String role, String login)
      throws SQLException {
    try {
      Statements.run(connection, "ALTER ROLE " + Sql.name(role) + " " + login);
    } catch (SQLException e) {
      throw refused(
          e,
          side,
          role,
          "ALTER ROLE %s CREATEROLE, from PostgreSQL 16 on also GRANT "
              + Sql.name(role)
              + " TO %<s WITH ADMIN OPTION");
    }
  }

  /** The missing right as SQL; every other error stays what it is. */
  private static RuntimeException refused(
      SQLException error, PostgresSide side, String role, String remedy) throws SQLException {
    if (!"42501".equals(error.getSQLState())) {
      throw error;
    }
    String mover = Sql.name(side.settings().database().user());
    return new MoveFailed(
        "%s: the sessions of the tenant's role %s cannot be revoked: %s; %s"
            .formatted(side.cell(), role, error.getMessage(), remedy.formatted(mover)),
        error);
  }
}
