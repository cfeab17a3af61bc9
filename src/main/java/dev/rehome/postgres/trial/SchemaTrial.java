package dev.rehome.postgres.trial;

import dev.rehome.model.Chunk;
import dev.rehome.model.Finding;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.postgres.schema.apply.SchemaApplier;
import dev.rehome.postgres.schema.apply.SchemaChunks;
import dev.rehome.postgres.schema.dump.SourceSchema;
import dev.rehome.postgres.scope.LockNeed;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.SqlStatement;
import dev.rehome.postgres.sql.Vanished;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes the source's schema at the target, as the move will and with its own statements, in one
 * transaction that is rolled back; looks at it there as the move's checks will, and writes to it.
 * So what the target cannot make, makes otherwise or cannot write is found before anything changes.
 *
 * <p>All that it locks is its own: what would lock a table that was there before is left out, and
 * told. Not done where the move makes no schema: in tables that are there already.
 *
 * @param before what was found so far: a failure that something in it explains is not told again
 */
public record SchemaTrial(Supplier<List<Finding>> before) implements Look.Question {
  private static final String BOUNDS =
      "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'";

  /** Types, functions and foreign keys are locked besides the tables, in the same transaction. */
  private static final int LOCKS_MORE = 2;

  /** What stops the move is seen twice: what changes meanwhile is no finding. */
  @Override
  public List<Finding> ask(Look look) {
    List<Finding> first = once(look);
    if (first.stream().noneMatch(Finding::blocks)) {
      return first;
    }
    List<Finding> again =
        once(Look.at(look.source(), look.target(), look.move(), look.rowBytesMax()));
    return again.stream().filter(one -> !one.blocks() || first.contains(one)).toList();
  }

  private List<Finding> once(Look look) {
    if (look.target().shared() || look.targetTables().present()) {
      return List.of();
    }
    try {
      return made(look, new SourceSchema(look.source(), look.move(), look.scope()));
    } catch (RuntimeException e) {
      if (!(e instanceof PassingFault) && !Vanished.is(e)) {
        throw e;
      }
      return List.of(
          look.note(
              look.target(),
              "the schema",
              "was not made on trial: " + Faults.words(e),
              "ask again, or let the move find what the target cannot make, before its fence"));
    }
  }

  private List<Finding> made(Look look, SourceSchema schema) {
    try {
      schema.dump();
    } catch (MoveFailed e) {
      if (Vanished.is(e)) {
        throw e;
      }
      return List.of(DumpFault.finding(look, e));
    }
    List<Chunk> chunks =
        SchemaChunks.plan(look.source(), look.target(), look.move(), look.scope(), schema);
    long locks = LOCKS_MORE * look.source().with(c -> LockNeed.of(c, look.scope())).making();
    if (!look.target().with(LockNeed.Room::of).has(locks)) {
      return List.of(
          look.note(
              look.target(),
              "the schema",
              "was not made on trial: up to %,d locks at once could leave others without"
                  .formatted(locks),
              "raise max_locks_per_transaction there, or let the move find what it cannot make"));
    }
    List<SqlStatement> rows = TrialRows.inserts(look);
    return look.target().rolledBack(connection -> tried(look, connection, chunks, rows));
  }

  private List<Finding> tried(
      Look look, Connection connection, List<Chunk> chunks, List<SqlStatement> rows)
      throws SQLException {
    execute(connection, BOUNDS);
    SchemaApplier.prepare(connection);
    TrialScript script = TrialScript.of(connection, chunks);
    TriedStatements made = new TriedStatements(look.target(), connection);
    made.run(script.beforeRows());
    if (script.lacksSchema(made.failed())) {
      return new TrialFindings(look, before.get()).ofStatements(made.failed());
    }
    List<RefusedWrite> refused = written(look, connection, script, rows);
    made.run(script.afterRows());
    made.run(script.last());
    TrialFindings told = new TrialFindings(look, before.get());
    List<Finding> findings = new ArrayList<>(told.ofStatements(made.failed()));
    PostgresSide within = look.target().within(connection);
    findings.addAll(told.ofDifferences(within, script, !made.failed().isEmpty()));
    findings.addAll(told.ofWrites(refused));
    findings.addAll(told.ofLeftOut(script));
    return findings;
  }

  /** With the triggers and without the foreign keys: no row has its parents here. */
  private static List<RefusedWrite> written(
      Look look, Connection connection, TrialScript script, List<SqlStatement> rows)
      throws SQLException {
    execute(connection, "SAVEPOINT rehome_written");
    new TriedStatements(look.target(), connection).run(rows);
    new TriedStatements(look.target(), connection).run(script.afterRows());
    SearchPath.set(connection, SearchPath.target(look.scope()));
    List<RefusedWrite> refused =
        TrialWrites.attempt(
            connection, look.scope().tables().stream().map(table -> table.target().sql()).toList());
    execute(connection, "ROLLBACK TO SAVEPOINT rehome_written");
    return refused;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
