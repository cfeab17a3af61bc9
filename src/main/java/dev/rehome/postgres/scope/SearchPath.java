package dev.rehome.postgres.scope;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Where unqualified names of the application are looked up while its rows are read or written: its
 * own schemas, then those of the extensions, whose types have operators there. {@code pg_catalog}
 * stays in front of all.
 */
public final class SearchPath {
  private static final String PATH =
      """
      SELECT pg_catalog.concat_ws(', ', (
          SELECT pg_catalog.string_agg(pg_catalog.quote_ident(n), ', ' ORDER BY place)
          FROM pg_catalog.unnest(?) WITH ORDINALITY AS own (n, place)
        ), (
          SELECT pg_catalog.string_agg(DISTINCT pg_catalog.quote_ident(n.nspname), ', ')
          FROM pg_catalog.pg_extension e
          JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
          WHERE n.nspname <> 'pg_catalog'
        ))
      """;

  private static final String SET =
      "SELECT pg_catalog.set_config('search_path', (" + PATH + "), true)";

  private SearchPath() {}

  /** Sets it for the current transaction; it lapses with it. */
  public static void set(Connection connection, List<String> schemas) throws SQLException {
    answer(connection, SET, schemas);
  }

  /** Sets it for the session, until {@link #end}: for what cannot be in a transaction. */
  public static void begin(Connection connection, List<String> schemas) throws SQLException {
    answer(
        connection, "SELECT pg_catalog.set_config('search_path', (" + PATH + "), false)", schemas);
  }

  /** The session's own is back. */
  public static void end(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = pg_catalog");
    }
  }

  /** The path as SQL: quoted names with commas between them. */
  public static String text(Connection connection, List<String> schemas) throws SQLException {
    return answer(connection, PATH, schemas);
  }

  private static String answer(Connection connection, String question, List<String> schemas)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** The scope's schemas on the source, in order. */
  public static List<String> source(Scope scope) {
    return scope.schemas().stream().map(Scope.SchemaPair::source).toList();
  }

  /** The scope's schemas on the target, in order. */
  public static List<String> target(Scope scope) {
    return scope.schemas().stream().map(Scope.SchemaPair::target).toList();
  }
}
