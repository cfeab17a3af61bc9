package dev.rehome.postgres.findings.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;

/**
 * Questions about rows, in one transaction: each is given a share of one time limit for all of
 * them, however large the tables are.
 *
 * @param one for each question, at most
 * @param until the end of all, by {@link System#nanoTime}
 */
record BoundedTime(Connection connection, Duration one, long until) {
  private static final String CANCELED = "57014";

  static BoundedTime of(Connection connection, Duration one, Duration all) {
    return new BoundedTime(connection, one, System.nanoTime() + all.toNanos());
  }

  /** What became of a question. */
  enum Outcome {
    ANSWERED,
    OUT_OF_TIME,
    /** The server refuses it, e.g. for a predicate that cannot be evaluated. */
    REFUSED
  }

  /** What is asked. */
  @FunctionalInterface
  interface Question {
    void ask(Statement statement) throws SQLException;
  }

  /** Leaves the transaction as it was. */
  Outcome ask(Question question) throws SQLException {
    long millis = Math.min(one.toMillis(), (until - System.nanoTime()) / 1_000_000);
    if (millis <= 0) {
      return Outcome.OUT_OF_TIME;
    }
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL statement_timeout = " + millis);
      question.ask(statement);
      return Outcome.ANSWERED;
    } catch (SQLException e) {
      return CANCELED.equals(e.getSQLState()) ? Outcome.OUT_OF_TIME : Outcome.REFUSED;
    } finally {
      connection.rollback(before);
    }
  }
}
