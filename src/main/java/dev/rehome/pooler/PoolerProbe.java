package dev.rehome.pooler;

import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.PGConnection;

/**
 * Finds out what stands between us and a PostgreSQL. A pooler tells its clients a process id of its
 * own making; how it pools is then tried: whether a session keeps its backend while another one has
 * a transaction open.
 */
public final class PoolerProbe {
  /** Others' traffic may hide the exchange of backends once, not again and again. */
  private static final int TRIES = 5;

  /** For a pool that has no room for two sessions. */
  private static final String SECONDS_MAX = "10";

  /** PgBouncer, on parameters that it does not know; the driver sends one. */
  private static final String UNKNOWN_PARAMETER = "unsupported startup parameter";

  private final Settings.Database database;

  private PoolerProbe(Settings.Database database) {
    this.database = database;
  }

  /**
   * Opens one session, and a second one where there is a pooler; changes nothing.
   *
   * @throws SQLException when there is no session to be had
   */
  public static Pooling of(Settings.Database database) throws SQLException {
    PoolerProbe probe = new PoolerProbe(database);
    try (Connection session = probe.open()) {
      return probe.find(session);
    }
  }

  /** The same by a session that is open, and stays so; it is in autocommit. */
  public static Pooling of(Connection session, Settings.Database database) throws SQLException {
    return new PoolerProbe(database).find(session);
  }

  /** Whether an error is a pooler's, which does not let the driver in at all. */
  public static boolean refused(String message) {
    return message != null && message.contains(UNKNOWN_PARAMETER);
  }

  private Pooling find(Connection session) throws SQLException {
    long told = session.unwrap(PGConnection.class).getBackendPID();
    if (told == backend(session)) {
      return Pooling.NONE;
    }
    for (int i = 0; i < TRIES; i++) {
      if (shared(session)) {
        return Pooling.SHARED;
      }
    }
    return Pooling.SESSION;
  }

  /** A pooler in statement mode allows no transaction, one without room for two no second one. */
  private boolean shared(Connection session) {
    try (Connection other = open()) {
      int before = backend(session);
      other.setAutoCommit(false);
      int others = backend(other);
      int after = backend(session);
      other.rollback();
      return before != after || others == before;
    } catch (SQLException refusedOrWaitedInVain) {
      return true;
    }
  }

  private Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("ApplicationName", "rehome/probe");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("loginTimeout", SECONDS_MAX);
    properties.setProperty("socketTimeout", SECONDS_MAX);
    return DriverManager.getConnection(database.url(), properties);
  }

  private static int backend(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
