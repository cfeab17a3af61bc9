package dev.rehome.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import dev.rehome.pooler.PoolerProbe;
import dev.rehome.pooler.Pooling;
import dev.rehome.pooler.TimeLimits;
import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The control store's connections. Opening it brings its schema {@code _system} up to date as the
 * migration role, then works as {@code rehome_runtime} where that role could be made. Thread safe.
 */
public final class ControlStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlStore.class);
  private static final String RUNTIME_ROLE = "rehome_runtime";

  /**
   * A process that falls asleep within a transaction keeps the lease's row locked, and nobody could
   * take the move over (seen): the server ends it. No transaction of ours waits for anything but
   * the store itself, so that only a sleeper is idle within one.
   */
  private static final String PINNED =
      TimeLimits.OFF
          + "; SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '10s'";

  private static final String AS_RUNTIME = "SET ROLE " + RUNTIME_ROLE + "; ";

  private static final Map<String, String> PROPERTIES =
      Map.of("ApplicationName", "rehome/control", "socketTimeout", "15", "connectTimeout", "5");

  private static final String ENDED_IDLE = "25P03";

  private final DataSource source;
  private final Runnable closing;
  private final JdbcClient client;
  private final PlatformTransactionManager transactions;
  private final TransactionTemplate template;

  private ControlStore(DataSource source, Runnable closing) {
    this.source = source;
    this.closing = closing;
    this.client = JdbcClient.create(source);
    this.transactions = new DataSourceTransactionManager(source);
    this.template = new TransactionTemplate(transactions);
  }

  /**
   * Migrates and opens.
   *
   * @throws MoveFailed naming the URL when the store cannot be reached or migrated, or is behind a
   *     pooler that shares sessions
   */
  public static ControlStore open(Settings.Database database) {
    boolean runtime;
    try (Connection session = session(database)) {
      runtime = mayActAsRuntime(session);
    } catch (SQLException e) {
      throw unreachable(database, e);
    }
    if (!runtime) {
      LOG.warn(
          "control store {}: {} has neither CREATEROLE nor the role {}; working as itself",
          database.url(),
          database.user(),
          RUNTIME_ROLE);
    }
    HikariConfig config = config(database);
    config.setConnectionInitSql((runtime ? AS_RUNTIME : "") + PINNED);
    HikariDataSource pool = new HikariDataSource(config);
    return new ControlStore(pool, pool::close);
  }

  /**
   * The same for a command that only reads: one session, which can do nothing else. Migrates as the
   * other does.
   */
  public static ControlStore reading(Settings.Database database) {
    Connection session = session(database);
    try (Statement statement = session.createStatement()) {
      statement.execute(
          (mayActAsRuntime(session) ? AS_RUNTIME : "")
              + "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
    } catch (SQLException e) {
      close(session);
      throw unreachable(database, e);
    }
    SingleConnectionDataSource source =
        new SingleConnectionDataSource(session, /* suppressClose= */ true);
    return new ControlStore(source, () -> close(session));
  }

  /** A session of the migration role, over a schema that is up to date. */
  private static Connection session(Settings.Database database) {
    Connection session = null;
    try {
      session = connect(database);
      if (PoolerProbe.of(session, database) == Pooling.SHARED) {
        throw new MoveFailed(
            "control store %s %s; %s"
                .formatted(
                    database,
                    Pooling.SHARED.problem(),
                    Pooling.SHARED.remedy("rehome.control.url")));
      }
      ControlSchema.bringUpToDate(database, session);
      return session;
    } catch (MoveFailed e) {
      close(session);
      throw e;
    } catch (SQLException | RuntimeException e) {
      close(session);
      throw unreachable(database, e);
    }
  }

  private static MoveFailed unreachable(Settings.Database database, Exception e) {
    String remedy =
        PoolerProbe.refused(e.getMessage())
            ? Pooling.SHARED.remedy("rehome.control.url")
            : "see rehome.control.url";
    String who =
        PoolerProbe.refused(e.getMessage()) ? "a connection pooler refuses the driver: " : "";
    return new MoveFailed(
        "control store %s: %s%s; %s".formatted(database, who, rootMessage(e), remedy), e);
  }

  private static Connection connect(Settings.Database database) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(PROPERTIES);
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    return DriverManager.getConnection(database.url(), properties);
  }

  private static void close(Connection session) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (SQLException e) {
      LOG.debug("a session of the control store did not close", e);
    }
  }

  private static HikariConfig config(Settings.Database database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("control");
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(12);
    config.setMinimumIdle(0);
    config.setIdleTimeout(10_000);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1);
    PROPERTIES.forEach(config::addDataSourceProperty);
    return config;
  }

  private static boolean mayActAsRuntime(Connection session) throws SQLException {
    try (PreparedStatement asked =
        session.prepareStatement(
            """
            SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?
                           AND pg_has_role(current_user, oid, 'MEMBER'))
            """)) {
      asked.setString(1, RUNTIME_ROLE);
      try (ResultSet row = asked.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** One transaction; what the store's absence causes becomes a {@link PassingFault}. */
  public <T> T transaction(Function<JdbcClient, T> work) {
    return guarded(() -> template.execute(status -> work.apply(client)));
  }

  /** One statement, in autocommit. */
  public <T> T call(Function<JdbcClient, T> work) {
    return guarded(() -> work.apply(client));
  }

  private static <T> T guarded(java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (TransientDataAccessException
        | RecoverableDataAccessException
        | NonTransientDataAccessResourceException
        | TransactionException e) {
      throw new PassingFault("control store: " + rootMessage(e), e);
    } catch (DataAccessException e) {
      if (e.getMostSpecificCause() instanceof SQLException error
          && ENDED_IDLE.equals(error.getSQLState())) {
        throw new PassingFault("control store: " + rootMessage(e), e);
      }
      throw new MoveFailed("control store: " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return Reason.of(root).lines().findFirst().orElse("");
  }

  /** For camel-sql. */
  public DataSource dataSource() {
    return source;
  }

  @Override
  public void close() {
    closing.run();
  }
}
