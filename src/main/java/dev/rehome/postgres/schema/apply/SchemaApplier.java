package dev.rehome.postgres.schema.apply;

import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.postgres.schema.made.MadeObjects;
import dev.rehome.postgres.schema.rights.Carried;
import dev.rehome.postgres.schema.rights.SchemaUsage;
import dev.rehome.postgres.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Does what a chunk of {@link SchemaChunks} says, in the caller's transaction on the target, and
 * writes each object made, with the statement that takes it away, into {@code _rehome.made} in the
 * same transaction. The transaction's end, the receipt and the check of the epoch are the caller's;
 * {@code _rehome} must be there.
 */
public final class SchemaApplier {
  /** What pg_dump sets, for this transaction alone. */
  private static final String SETTINGS =
      """
      SET LOCAL search_path = '';
      SET LOCAL check_function_bodies = false;
      SET LOCAL xmloption = content;
      SET LOCAL client_min_messages = warning;
      SET LOCAL row_security = off;
      SET LOCAL default_tablespace = ''
      """;

  private SchemaApplier() {}

  /** A second call in another transaction would fail: the receipt keeps the caller from it. */
  public static void apply(Connection connection, Move move, Chunk chunk) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      SchemaScript script = new SchemaScript(chunk);
      prepare(connection);
      switch (chunk.id()) {
        case "schema/quiet" ->
            QuietTables.quiet(connection, move, script.names(SchemaChunks.TABLES));
        case "schema/loud" -> {
          QuietTables.loud(connection, move);
          for (String view : script.names(SchemaChunks.REFRESH)) {
            MadeObjects.record(connection, move, "refreshed", view, SchemaScript.refresh(view));
          }
        }
        default -> run(connection, statement, move, script);
      }
      for (SqlStatement refresh : script.refreshes()) {
        statement.execute(SchemaScript.command(refresh));
      }
    }
  }

  /** The settings under which a script runs, until the current transaction ends. */
  public static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
  }

  /** The tenant waits for post-data, which so goes in one request. */
  private static void run(
      Connection connection, Statement statement, Move move, SchemaScript script)
      throws SQLException {
    MadeObjects made = MadeObjects.before(connection);
    List<String> commands = script.statements().stream().map(SchemaScript::command).toList();
    if (script.chunk().id().equals(SchemaChunks.POST_DATA)) {
      statement.execute(String.join(";\n", commands));
    } else {
      for (String command : commands) {
        statement.execute(command);
        if (script.chunk().id().startsWith("indexes/") && !command.startsWith("SET ")) {
          FailPoint.COPY_INDEX_BUILT.reached();
        }
      }
    }
    for (Carried one : script.carried()) {
      one.give(connection, move);
    }
    made.record(connection, move);
    for (SchemaUsage usage : script.usages()) {
      usage.give(connection, move);
    }
  }

  /** One statement, of whatever it is made. */
  public static void execute(Connection connection, SqlStatement sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(SchemaScript.whole(sql));
    }
  }
}
