package dev.rehome.postgres.side;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/**
 * A transaction of ours on tables that neighbours write to: the application's triggers do not fire
 * for it and foreign keys are not looked at, while both go on for everybody else, and no table is
 * altered or locked. Triggers that are enabled as REPLICA or ALWAYS do fire; our guards are among
 * them. Whoever uses it proves the foreign keys by a look of his own.
 */
public final class QuietSession {
  private static final int GRANTABLE_SINCE = 15;
  private static final String BEGIN = "SET LOCAL session_replication_role = replica";

  private QuietSession() {}

  /**
   * Makes the current transaction quiet until it ends; not for autocommit. The second time changes
   * nothing.
   *
   * @throws SQLException 42501 where {@link #allowed} is false
   */
  public static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(BEGIN);
    }
  }

  /**
   * Whether the session's role may do so, found by trying: some servers allow it by a role of their
   * own. Leaves nothing, in a transaction or out of one.
   */
  public static boolean allowed(Connection connection) throws SQLException {
    boolean alone = connection.getAutoCommit();
    if (alone) {
      connection.setAutoCommit(false);
    }
    try {
      Savepoint before = connection.setSavepoint();
      try {
        begin(connection);
        return true;
      } catch (SQLException e) {
        if ("42501".equals(e.getSQLState())) {
          return false;
        }
        throw e;
      } finally {
        connection.rollback(before);
        // else all that follows is written by a subtransaction, and carries its id
        connection.releaseSavepoint(before);
      }
    } finally {
      if (alone) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  /** What an administrator does so that it is allowed, e.g. {@code GRANT SET ON PARAMETER …}. */
  public static String remedy(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pg_catalog.quote_ident(current_user),"
                    + " pg_catalog.current_setting('server_version_num')::int / 10000")) {
      row.next();
      return row.getInt(2) >= GRANTABLE_SINCE
          ? "GRANT SET ON PARAMETER session_replication_role TO " + row.getString(1)
          : "before PostgreSQL 15 only a superuser may: let one be the cell's user for this move";
    }
  }
}
