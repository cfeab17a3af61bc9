package dev.rehome.postgres.copy.pipe;

import dev.rehome.postgres.sql.Faults;
import dev.rehome.throttle.Throttle;
import java.sql.SQLException;

/**
 * Makes the pipes between two cells, all under the same two bounds of speed.
 *
 * @param source the source cell's name
 * @param target the target cell's name
 */
public record Pipes(String source, Throttle leaving, String target, Throttle arriving) {
  /** The pipe for a table, whose name its errors carry. */
  public Pipe of(String table) {
    return new Pipe(
        source + ": copy from " + table, leaving, target + ": copy of " + table, arriving);
  }

  /** For rows of a table that the target does not take. */
  public RowReader reading(String table) {
    return new RowReader(source + ": copy from " + table, leaving);
  }

  /** Something asked of the source while a transaction of the target is open: its errors say so. */
  public <T> T onSource(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw Faults.of(source, e);
    }
  }

  /** A question in SQL. */
  @FunctionalInterface
  public interface Question<T> {
    T ask() throws SQLException;
  }
}
