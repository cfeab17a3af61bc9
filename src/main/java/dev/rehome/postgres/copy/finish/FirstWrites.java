package dev.rehome.postgres.copy.finish;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.trial.RefusedWrite;
import dev.rehome.postgres.trial.TrialWrites;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** The trial of writes on the tables that a move has filled. */
final class FirstWrites {
  private static final int TOLD_MAX = 5;

  /**
   * It may want tables alone that refer to those which came, and that others use: they queue behind
   * it.
   */
  private static final String BOUND = "SET LOCAL lock_timeout = '5s'";

  private FirstWrites() {}

  /**
   * The trial, in the caller's transaction.
   *
   * @throws MoveFailed naming the writes of which a table, column, function, type or schema is
   *     missing
   * @throws PassingFault when one was refused for what may pass
   */
  static void attempt(String cell, Connection target, List<String> tables) throws SQLException {
    run(target, BOUND);
    List<RefusedWrite> refusals = TrialWrites.attempt(target, tables);
    run(target, "SET LOCAL lock_timeout TO DEFAULT");
    for (RefusedWrite refusal : refusals) {
      if (Faults.of(cell, refusal.error()) instanceof PassingFault fault) {
        throw fault;
      }
    }
    List<RefusedWrite> lasting = refusals.stream().filter(RefusedWrite::lasting).toList();
    if (!lasting.isEmpty()) {
      throw new MoveFailed(
          "%s: nobody could %s%s; make what it names, or name it without its schema"
              .formatted(
                  cell,
                  lasting.stream()
                      .limit(TOLD_MAX)
                      .map(RefusedWrite::toString)
                      .collect(Collectors.joining("; nor could anybody ")),
                  lasting.size() > TOLD_MAX
                      ? "; and %d more are refused".formatted(lasting.size() - TOLD_MAX)
                      : ""));
    }
  }

  private static void run(Connection target, String sql) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute(sql);
    }
  }
}
