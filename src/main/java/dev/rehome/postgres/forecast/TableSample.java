package dev.rehome.postgres.forecast;

import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * How long a server takes to make a small table with an index in a transaction, which is rolled
 * back: what a table costs a move in itself, however few its rows, is a multiple of it.
 */
final class TableSample {
  private static final int WARM = 2;
  private static final int TIMES = 8;

  /** That one sample waits for, one after the other. */
  static final int REQUESTS = 5;

  private TableSample() {}

  /**
   * Seconds for one, the middle of several.
   *
   * @throws RuntimeException of the model, when the server does not let us make a table
   */
  static double seconds(PostgresSide side) {
    double[] seconds = new double[TIMES];
    for (int i = -WARM; i < TIMES; i++) {
      double one = side.with(TableSample::once);
      if (i >= 0) {
        seconds[i] = one;
      }
    }
    java.util.Arrays.sort(seconds);
    return seconds[TIMES / 2];
  }

  /** Seconds that an answer takes to which there is nothing to do, the middle of several. */
  static double trip(PostgresSide side) {
    return side.with(
        connection -> {
          double[] seconds = new double[TIMES];
          try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < TIMES; i++) {
              long begun = System.nanoTime();
              statement.execute("SELECT 1");
              seconds[i] = (System.nanoTime() - begun) / 1e9;
            }
          }
          java.util.Arrays.sort(seconds);
          return seconds[TIMES / 2];
        });
  }

  private static double once(Connection connection) throws SQLException {
    String schema = Sql.name("_rehome_sample_" + UUID.randomUUID());
    long begun = System.nanoTime();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = '5s'; SET LOCAL lock_timeout = '2s'");
      statement.execute("CREATE SCHEMA " + schema);
      statement.execute("CREATE TABLE " + schema + ".sample (id int, note text)");
      statement.execute("CREATE INDEX ON " + schema + ".sample (id)");
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return (System.nanoTime() - begun) / 1e9;
  }
}
