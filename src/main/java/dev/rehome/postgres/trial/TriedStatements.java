package dev.rehome.postgres.trial;

import dev.rehome.model.PassingFault;
import dev.rehome.postgres.schema.apply.SchemaScript;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements of a script in the caller's transaction, which goes on where one is refused. They go
 * in batches, one round trip each; one in which something is refused is halved until it is found.
 */
final class TriedStatements {
  /** Each batch is a subtransaction; a server keeps 64 of a session at hand. */
  private static final int BATCH_MAX = 100;

  private static final String SAVEPOINT = "SAVEPOINT rehome_tried";
  private static final String RELEASE = "RELEASE " + SAVEPOINT;

  private final PostgresSide target;
  private final Connection connection;
  private final List<FailedStatement> failed = new ArrayList<>();

  TriedStatements(PostgresSide target, Connection connection) {
    this.target = target;
    this.connection = connection;
  }

  /**
   * Runs them in order.
   *
   * @throws PassingFault when a lock, a session or the server's memory was not to be had: says
   *     nothing of the statement
   */
  void run(List<SqlStatement> statements) throws SQLException {
    for (int from = 0; from < statements.size(); from += BATCH_MAX) {
      tried(statements.subList(from, Math.min(statements.size(), from + BATCH_MAX)));
    }
  }

  private void tried(List<SqlStatement> some) throws SQLException {
    String all = some.stream().map(SchemaScript::command).collect(Collectors.joining(";\n"));
    try {
      execute(SAVEPOINT + ";\n" + all + ";\n" + RELEASE);
    } catch (SQLException e) {
      if (Faults.of(target.cell(), e) instanceof PassingFault fault) {
        throw fault;
      }
      execute("ROLLBACK TO " + SAVEPOINT + "; " + RELEASE);
      if (some.size() == 1) {
        failed.add(new FailedStatement(some.get(0), e));
      } else {
        int half = some.size() / 2;
        tried(some.subList(0, half));
        tried(some.subList(half, some.size()));
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /** Those that were refused, in order. */
  List<FailedStatement> failed() {
    return List.copyOf(failed);
  }
}
