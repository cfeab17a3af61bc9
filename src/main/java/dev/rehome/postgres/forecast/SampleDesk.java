package dev.rehome.postgres.forecast;

import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * One session on each side in a transaction that is rolled back: read-only on the source, with a
 * stand-in for the table in a schema of its own on the target, which nobody else ever sees. Not a
 * temporary table: those write no WAL, and a move does.
 */
record SampleDesk(Connection source, Connection target, String into) implements AutoCloseable {
  private static final String BOUNDS =
      "SET LOCAL statement_timeout = '20s'; SET LOCAL lock_timeout = '2s'";

  static SampleDesk open(PostgresSide from, PostgresSide to, SampledTable table) {
    String schema = Sql.name("_rehome_sample_" + UUID.randomUUID());
    Connection source = session(from);
    try {
      return new SampleDesk(source, standIn(to, table, schema), schema + ".sample");
    } catch (RuntimeException e) {
      close(source);
      throw e;
    }
  }

  private static Connection session(PostgresSide side) {
    return begun(side, "SET TRANSACTION READ ONLY", BOUNDS);
  }

  private static Connection standIn(PostgresSide side, SampledTable table, String schema) {
    return begun(
        side,
        BOUNDS,
        "CREATE SCHEMA " + schema,
        "CREATE TABLE " + schema + ".sample (" + table.definitions() + ")");
  }

  /** A session in a transaction that begins with these statements. */
  private static Connection begun(PostgresSide side, String... statements) {
    try {
      Connection connection = side.open();
      try (Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        for (String sql : statements) {
          statement.execute(sql);
        }
        return connection;
      } catch (SQLException e) {
        close(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw Faults.of(side.cell(), e);
    }
  }

  Copied index(SampledTable table) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute("CREATE INDEX ON " + into + " (" + table.key() + ")");
      return Copied.NOTHING;
    }
  }

  @Override
  public void close() {
    close(target);
    close(source);
  }

  private static void close(Connection connection) {
    try (connection) {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      // the pool drops a session that cannot be rolled back, and the server rolls it back then
    }
  }
}
