package dev.rehome.postgres.schema.apply;

import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.postgres.schema.made.MadeObjects;
import dev.rehome.postgres.schema.rights.Carried;
import dev.rehome.postgres.schema.rights.SchemaUsage;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlScanner;
import dev.rehome.postgres.sql.SqlStatement;
import dev.rehome.postgres.sql.SqlToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
      statement.execute(SETTINGS);
      if (chunk.spec().containsKey(SchemaChunks.PATH)) {
        statement.execute("SET LOCAL search_path = " + chunk.spec().get(SchemaChunks.PATH));
      }
      switch (chunk.id()) {
        case "schema/quiet" ->
            QuietTables.quiet(connection, move, names(chunk, SchemaChunks.TABLES));
        case "schema/loud" -> {
          QuietTables.loud(connection, move);
          for (String view : names(chunk, SchemaChunks.REFRESH)) {
            MadeObjects.record(connection, move, "refreshed", view, refresh(view));
          }
        }
        default -> script(connection, statement, move, chunk);
      }
      refresh(statement, names(chunk, SchemaChunks.REFRESH));
    }
  }

  private static void script(Connection connection, Statement statement, Move move, Chunk chunk)
      throws SQLException {
    MadeObjects made = MadeObjects.before(connection);
    List<String> together = new ArrayList<>();
    for (SqlStatement sql : SqlStatement.split(chunk.spec().get(SchemaChunks.SCRIPT))) {
      if (chunk.id().equals(SchemaChunks.POST_DATA) && plain(sql)) {
        together.add(sql.text());
        continue;
      }
      flush(statement, together);
      if (sql.begins("set")) {
        statement.execute("SET LOCAL" + sql.text().substring(sql.tokens().get(0).end()));
      } else {
        execute(connection, statement, sql);
      }
      if (chunk.id().startsWith("indexes/")) {
        FailPoint.COPY_INDEX_BUILT.reached();
      }
    }
    flush(statement, together);
    for (Carried one : Carried.split(chunk.spec().getOrDefault(SchemaChunks.CARRIED, ""))) {
      one.give(connection, move);
    }
    made.record(connection, move);
    List<String> schemas = names(chunk, SchemaChunks.USED);
    List<String> users = names(chunk, SchemaChunks.USERS);
    for (int i = 0; i < schemas.size(); i++) {
      new SchemaUsage(schemas.get(i), users.get(i), true).give(connection, move);
    }
  }

  /** Whether it may be sent with others in one request: the tenant waits for post-data. */
  private static boolean plain(SqlStatement sql) {
    return !sql.begins("set")
        && sql.find("owner", "to") < 0
        && sql.tokens().stream().noneMatch(token -> token.is(";"));
  }

  private static void flush(Statement statement, List<String> together) throws SQLException {
    if (!together.isEmpty()) {
      statement.execute(String.join(";\n", together));
      together.clear();
    }
  }

  /** An owner must have the right to make objects in the schema, if only for this moment. */
  private static void execute(Connection connection, Statement statement, SqlStatement sql)
      throws SQLException {
    int owner =
        sql.begins("alter", "schema") || !sql.begins("alter") ? -1 : sql.find("owner", "to");
    if (owner < 0) {
      execute(connection, sql);
      return;
    }
    String role = sql.tokens().get(owner + 2).name();
    String schema = schema(sql);
    boolean may =
        Rows.truth(
            connection, "SELECT pg_catalog.has_schema_privilege(?, ?, 'CREATE')", role, schema);
    String grant = "CREATE ON SCHEMA " + Sql.name(schema);
    if (!may) {
      statement.execute("GRANT " + grant + " TO " + Sql.name(role));
    }
    statement.execute(sql.text());
    if (!may) {
      statement.execute("REVOKE " + grant + " FROM " + Sql.name(role));
    }
  }

  /**
   * One statement. The driver cuts at semicolons also where the server does not, as in the body of
   * BEGIN ATOMIC; such a statement goes as a value, and the server executes it.
   */
  public static void execute(Connection connection, SqlStatement sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      if (sql.tokens().stream().noneMatch(token -> token.is(";"))) {
        statement.execute(sql.text());
        return;
      }
      Rows.string(
          connection, "SELECT pg_catalog.set_config('rehome.statement', ?, false)", sql.text());
      statement.execute(
          """
          DO LANGUAGE plpgsql $$BEGIN
            EXECUTE pg_catalog.current_setting('rehome.statement');
          END$$
          """);
    }
  }

  /** The first part of the first qualified name. */
  private static String schema(SqlStatement sql) {
    List<SqlToken> tokens = sql.tokens();
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.get(i).is(".")) {
        return tokens.get(i - 1).name();
      }
    }
    throw new IllegalArgumentException("no schema in " + sql.text());
  }

  /** Their queries may call functions that look for their names in the schemas of the views. */
  private static void refresh(Statement statement, List<String> views) throws SQLException {
    if (views.isEmpty()) {
      return;
    }
    String path =
        views.stream()
            .map(view -> SqlScanner.tokens(view).get(0).text())
            .distinct()
            .collect(Collectors.joining(", "));
    statement.execute("SET LOCAL search_path = " + path);
    for (String view : views) {
      statement.execute(refresh(view));
    }
    statement.execute("SET LOCAL search_path = ''");
  }

  private static String refresh(String view) {
    return "REFRESH MATERIALIZED VIEW " + view;
  }

  private static List<String> names(Chunk chunk, String key) {
    String text = chunk.spec().getOrDefault(key, "");
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(Carried.SEPARATOR, -1));
  }
}
