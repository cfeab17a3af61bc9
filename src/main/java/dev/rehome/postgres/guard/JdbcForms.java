package dev.rehome.postgres.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Short forms of JDBC. */
final class JdbcForms {
  private JdbcForms() {}

  /** What is made of a row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns how many rows changed. */
  static int change(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  static <T> List<T> rows(Connection connection, String sql, Row<T> row, Object... values)
      throws SQLException {
    try (PreparedStatement statement = bound(connection, sql, values);
        ResultSet found = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (found.next()) {
        all.add(row.of(found));
      }
      return all;
    }
  }

  static <T> Optional<T> first(Connection connection, String sql, Row<T> row, Object... values)
      throws SQLException {
    return rows(connection, sql, row, values).stream().findFirst();
  }

  /** How long a server, or the way to it, may be silent beyond what was asked of it. */
  private static final int SILENCE_MILLIS = 30_000;

  /**
   * How long each statement of the transaction may take; error 55P03 or 57014 afterwards. A lock
   * time-out alone does not bound the wait for a row that others share in turns: it starts anew
   * with each of them. A mover that falls asleep in the transaction loses it after ten seconds: it
   * holds the guard's row, and with it the tenant; one whose server is gone gets an error (the pool
   * takes the network time-out back).
   */
  static void timeout(Connection connection, Duration most) throws SQLException {
    long millis = Math.max(1, most.toMillis());
    run(
        connection,
        """
        SET LOCAL lock_timeout = %d;
        SET LOCAL statement_timeout = %d;
        SET LOCAL idle_in_transaction_session_timeout = '10s'
        """
            .formatted(millis, millis + 100));
    connection.setNetworkTimeout(
        Runnable::run, (int) Math.min(Integer.MAX_VALUE, millis + SILENCE_MILLIS));
  }

  private static PreparedStatement bound(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
