package dev.rehome.postgres.findings.rows;

import dev.rehome.postgres.sql.Faults;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * Questions about rows, in one transaction: each is given a share of one time limit for all of
 * them, however large the tables are.
 *
 * @param one for each question, at most
 * @param all for all of them together
 * @param until the end of all, by {@link System#nanoTime}
 */
record BoundedTime(Connection connection, Duration one, Duration all, long until) {
  private static final String CANCELED = "57014";

  static BoundedTime of(Connection connection, Duration one, Duration all) {
    return new BoundedTime(connection, one, all, System.nanoTime() + all.toNanos());
  }

  /** What is asked. */
  @FunctionalInterface
  interface Question {
    void ask(Statement statement) throws SQLException;
  }

  /**
   * Leaves the transaction as it was.
   *
   * @return empty when it was answered; else the end of the sentence that it was not found out: in
   *     which time, or what the server refuses, e.g. a predicate that cannot be evaluated
   */
  Optional<String> ask(Question question) throws SQLException {
    long millis = Math.min(one.toMillis(), (until - System.nanoTime()) / 1_000_000);
    if (millis <= 0) {
      return Optional.of(together());
    }
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL statement_timeout = " + millis);
      question.ask(statement);
      return Optional.empty();
    } catch (SQLException e) {
      if (!CANCELED.equals(e.getSQLState())) {
        return Optional.of(": " + Faults.words(e));
      }
      return Optional.of(
          millis < one.toMillis() ? together() : " in %d s".formatted(one.toSeconds()));
    } finally {
      connection.rollback(before);
    }
  }

  private String together() {
    return " in the %d s of all such questions together".formatted(all.toSeconds());
  }
}
