package dev.rehome.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.pooler.PoolerProbe;
import dev.rehome.pooler.Pooling;
import dev.rehome.settings.Settings;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
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
      "SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '10s'";

  private static final String ENDED_IDLE = "25P03";

  private final HikariDataSource pool;
  private final JdbcClient client;
  private final PlatformTransactionManager transactions;
  private final TransactionTemplate template;

  private ControlStore(HikariDataSource pool) {
    this.pool = pool;
    this.client = JdbcClient.create(pool);
    this.transactions = new DataSourceTransactionManager(pool);
    this.template = new TransactionTemplate(transactions);
  }

  /**
   * Migrates and opens.
   *
   * @throws MoveFailed naming the URL when the store cannot be reached or migrated, or is behind a
   *     pooler that shares sessions
   */
  public static ControlStore open(Settings.Database database) {
    refusePooler(database);
    try {
      Flyway.configure()
          .dataSource(database.url(), database.user(), database.password())
          .schemas("_system")
          .defaultSchema("_system")
          .table("schema_history")
          .locations("classpath:db/control")
          .connectRetries(2)
          .load()
          .migrate();
    } catch (RuntimeException e) {
      throw new MoveFailed(
          "control store " + database + ": " + rootMessage(e) + "; see rehome.control.url", e);
    }
    HikariDataSource pool = new HikariDataSource(config(database));
    ControlStore store = new ControlStore(pool);
    try {
      if (!store.mayActAsRuntime()) {
        LOG.warn(
            "control store {}: {} has neither CREATEROLE nor the role {}; working as itself",
            database.url(),
            database.user(),
            RUNTIME_ROLE);
        return store;
      }
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    store.close();
    HikariConfig runtime = config(database);
    runtime.setConnectionInitSql("SET ROLE " + RUNTIME_ROLE + "; " + PINNED);
    return new ControlStore(new HikariDataSource(runtime));
  }

  /** Leases and the guard of the migration are held by sessions. */
  private static void refusePooler(Settings.Database database) {
    try {
      if (PoolerProbe.of(database) == Pooling.SHARED) {
        throw new MoveFailed(
            "control store %s %s; %s"
                .formatted(
                    database,
                    Pooling.SHARED.problem(),
                    Pooling.SHARED.remedy("rehome.control.url")));
      }
    } catch (SQLException e) {
      if (PoolerProbe.refused(e.getMessage())) {
        throw new MoveFailed(
            "control store %s: a connection pooler refuses the driver: %s; %s"
                .formatted(database, e.getMessage(), Pooling.SHARED.remedy("rehome.control.url")),
            e);
      }
      // what else keeps us out, the migration tells
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
    config.setConnectionInitSql(PINNED);
    config.addDataSourceProperty("ApplicationName", "rehome/control");
    config.addDataSourceProperty("socketTimeout", "15");
    config.addDataSourceProperty("connectTimeout", "5");
    return config;
  }

  private boolean mayActAsRuntime() {
    return call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role
                                   AND pg_has_role(current_user, oid, 'MEMBER'))
                    """)
                .param("role", RUNTIME_ROLE)
                .query(Boolean.class)
                .single());
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
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  /** For camel-sql. */
  public DataSource dataSource() {
    return pool;
  }

  /** For transacted routes. */
  public PlatformTransactionManager transactions() {
    return transactions;
  }

  @Override
  public void close() {
    pool.close();
  }
}
