package dev.rehome.postgres.side;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/**
 * The schema {@code _rehome} in a cell's database. Making it and dropping it exclude each other by
 * an advisory lock, so that the last move's drop cannot take it from under the next move's first
 * row.
 */
public final class Bookkeeping {
  /** "rehome" in the keypad's letters; any constant would do. */
  private static final long LOCK = 734_663L;

  /** Who waits to have it alone makes everybody else wait, fences too. */
  private static final int ALONE_MILLIS = 5_000;

  private static final String DDL = read("/postgres/bookkeeping.sql");

  private Bookkeeping() {}

  /**
   * Makes what is missing. Call it in the transaction that writes the first row; where all is there
   * it shares the lock with the others, else it has it alone until the transaction ends.
   */
  public static void ensure(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          SELECT CASE WHEN to_regclass('_rehome.brought') IS NULL THEN pg_advisory_xact_lock(%1$d)
                      ELSE pg_advisory_xact_lock_shared(%1$d) END
          """
              .formatted(LOCK));
      if (!has(connection, "brought")) {
        // we have it alone already, unless all was dropped while we waited to share it
        statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        statement.execute(DDL);
      }
    }
  }

  /** Whether the schema is there and complete. */
  public static boolean exists(Connection connection) throws SQLException {
    return has(connection, "made");
  }

  /**
   * By a scan of the catalog: {@code to_regclass} may answer from before the wait for our lock, by
   * a cache that nothing told of what was made meanwhile.
   */
  private static boolean has(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT EXISTS (
                  SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname = '_rehome' AND c.relname = '%s')
                """
                    .formatted(table))) {
      return found.next() && found.getBoolean(1);
    }
  }

  /**
   * Whether the schema is there; if so, it stays until the transaction ends, whoever calls {@link
   * #dropIfUnused}.
   */
  public static boolean hold(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock_shared(" + LOCK + ")");
      return exists(connection);
    }
  }

  /**
   * Drops the schema if no guard and no lease is left in it. Call it in a transaction of its own.
   *
   * @return whether it is gone
   */
  public static boolean dropIfUnused(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = " + ALONE_MILLIS);
      // mostly it is used: that is seen without having the lock alone
      Savepoint shared = connection.setSavepoint();
      boolean needed = hold(connection) && used(statement);
      connection.rollback(shared);
      if (needed) {
        return false;
      }
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      if (!exists(connection)) {
        return true;
      }
      if (used(statement)) {
        return false;
      }
      statement.execute("DROP SCHEMA _rehome CASCADE");
      return true;
    }
  }

  private static boolean used(Statement statement) throws SQLException {
    try (ResultSet used =
        statement.executeQuery(
            "SELECT EXISTS (SELECT FROM _rehome.guard) OR EXISTS (SELECT FROM _rehome.lease)")) {
      return used.next() && used.getBoolean(1);
    }
  }

  /** A resource of ours as text. */
  public static String read(String resource) {
    try (InputStream in = Bookkeeping.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
