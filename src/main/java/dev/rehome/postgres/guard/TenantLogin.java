package dev.rehome.postgres.guard;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The tenant's own database role in the source. While the fence has a deadline the guard alone
 * refuses its writes, so that a mover that dies leaves nothing behind that does not lapse; from the
 * seal on the role cannot log in.
 */
final class TenantLogin {
  private static final String REMEMBER =
      """
      UPDATE _rehome.announced SET login_role = ?::text WHERE tenant_id = ? AND place = 'source'
      """;

  private TenantLogin() {}

  static Optional<String> role(PostgresSide side, Move move) {
    return side.settings().tenantRole().map(move.tenant()::fill);
  }

  /**
   * Takes LOGIN from the role and remembers, in the same transaction, that it had it. Call it where
   * the guard is held, in the transaction that seals it. The second time changes nothing.
   *
   * @return whether it had LOGIN
   */
  static boolean revoke(Connection connection, PostgresSide side, Move move, String role)
      throws SQLException {
    boolean could =
        JdbcForms.first(
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
      JdbcForms.change(connection, REMEMBER, role, move.tenant().id());
      alter(connection, side, role, "NOLOGIN");
    }
    return could;
  }

  /** Gives LOGIN back if {@link #revoke} took it. The second time changes nothing. */
  static void restore(PostgresSide side, Move move) {
    boolean restored =
        side.transaction(
            connection -> {
              Optional<String> role =
                  Guard.take(connection, move, GuardSide.SOURCE).filter(Guard::ours).isEmpty()
                      ? Optional.empty()
                      : remembered(connection, move);
              if (role.isEmpty()) {
                return false;
              }
              alter(connection, side, role.get(), "LOGIN");
              JdbcForms.change(connection, REMEMBER, null, move.tenant().id());
              return true;
            });
    if (restored) {
      FailPoint.GUARD_TENANT_ROLE_RESTORED.reached();
    }
  }

  /**
   * Ends the role's sessions here that began before the announcement, or the idle ones among them.
   * Younger ones have not written, and a pool would only open the next.
   */
  static void endOlder(PostgresSide side, Move move, String role, boolean idleOnly) {
    end(
        side,
        role,
        """
        (state = 'idle' OR NOT ?) AND backend_start < (
          SELECT since FROM _rehome.announced WHERE tenant_id = ? AND place = 'source')
        """,
        idleOnly,
        move.tenant().id());
  }

  /** Ends all of the role's sessions here. */
  static void endAll(PostgresSide side, String role) {
    end(side, role, "true");
  }

  private static void end(PostgresSide side, String role, String which, Object... values) {
    Object[] all = new Object[values.length + 1];
    all[0] = role;
    System.arraycopy(values, 0, all, 1, values.length);
    int ended =
        side.with(
            connection -> {
              try {
                return JdbcForms.rows(
                        connection,
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE usename = ? AND datname = current_database()
                          AND pid <> pg_backend_pid() AND %s
                        """
                            .formatted(which),
                        row -> row.getBoolean(1),
                        all)
                    .size();
              } catch (SQLException e) {
                throw refused(e, side, role, "GRANT pg_signal_backend TO %s");
              }
            });
    if (ended > 0) {
      FailPoint.GUARD_SESSIONS_ENDED.reached();
    }
  }

  private static Optional<String> remembered(Connection connection, Move move) throws SQLException {
    return JdbcForms.first(
        connection,
        """
        SELECT login_role FROM _rehome.announced
        WHERE tenant_id = ? AND place = 'source' AND login_role IS NOT NULL
        """,
        row -> row.getString(1),
        move.tenant().id());
  }

  private static void alter(Connection connection, PostgresSide side, String role, String login)
      throws SQLException {
    try {
      JdbcForms.run(connection, "ALTER ROLE " + Sql.name(role) + " " + login);
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
