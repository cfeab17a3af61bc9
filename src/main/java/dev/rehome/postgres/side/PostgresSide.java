package dev.rehome.postgres.side;

import com.zaxxer.hikari.HikariDataSource;
import dev.rehome.model.PassingFault;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.store.objects.ObjectHome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** One cell's PostgreSQL as one worker of one move sees it. Thread safe. */
public final class PostgresSide implements AutoCloseable {
  /** The component's name, in chunks, checks and findings. */
  public static final String COMPONENT = "postgres";

  private final String cell;
  private final PostgresCell settings;
  private final Optional<ObjectHome> objects;
  private final HikariDataSource pool;
  private final Connection held;

  PostgresSide(
      String cell, PostgresCell settings, Optional<ObjectHome> objects, HikariDataSource pool) {
    this(cell, settings, objects, pool, null);
  }

  private PostgresSide(
      String cell,
      PostgresCell settings,
      Optional<ObjectHome> objects,
      HikariDataSource pool,
      Connection held) {
    this.cell = cell;
    this.settings = settings;
    this.objects = objects;
    this.pool = pool;
    this.held = held;
  }

  /**
   * The same cell as one transaction of it sees it: all work is done in that, which stays the
   * caller's to end. For the thread that has it.
   */
  public PostgresSide within(Connection transaction) {
    return new PostgresSide(cell, settings, objects, pool, transaction);
  }

  public String cell() {
    return cell;
  }

  public PostgresCell settings() {
    return settings;
  }

  /** Where the cell has its objects, if it has any: its rows may refer to them. */
  public Optional<ObjectHome> objects() {
    return objects;
  }

  /** Whether other tenants' rows are in the same tables. */
  public boolean shared() {
    return settings.isolation() == Isolation.ROW;
  }

  /**
   * Work over a session in autocommit. SQL errors become the model's failures. One that comes of
   * the sessions being closed meanwhile is no answer of the server's: it may pass.
   */
  public <T> T with(Work<T> work) {
    if (held != null) {
      return within(work);
    }
    try (Connection connection = pool.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw pool.isClosed()
          ? new PassingFault(cell + ": its sessions were closed: " + e.getMessage(), e)
          : Faults.of(cell, e);
    }
  }

  private <T> T within(Work<T> work) {
    try {
      return work.run(held);
    } catch (SQLException e) {
      throw Faults.of(cell, e);
    }
  }

  /** Work in one READ COMMITTED transaction that is rolled back whatever comes of it. */
  public <T> T rolledBack(Work<T> work) {
    return ended(work, Connection::rollback);
  }

  /**
   * Work in one READ COMMITTED transaction: committed when it returns, rolled back when it throws.
   */
  public <T> T transaction(Work<T> work) {
    if (held != null) {
      return within(work);
    }
    return ended(work, Connection::commit);
  }

  /** What ends a transaction in which nothing was thrown. */
  private interface End {
    void of(Connection connection) throws SQLException;
  }

  private <T> T ended(Work<T> work, End end) {
    return with(
        connection -> {
          connection.setAutoCommit(false);
          try {
            T result = work.run(connection);
            end.of(connection);
            return result;
          } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
          } finally {
            restore(connection);
          }
        });
  }

  /** A session that the caller closes, e.g. one that holds a snapshot. */
  public Connection open() throws SQLException {
    return pool.getConnection();
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static void restore(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void close() {
    if (held != null) {
      return;
    }
    pool.close();
  }

  /** What is done with a session. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }
}
