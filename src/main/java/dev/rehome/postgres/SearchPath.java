package dev.rehome.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Where unqualified names of the application are looked up while its rows are read or written: its
 * own schemas, then those of the extensions, whose types have operators there. {@code pg_catalog}
 * stays in front of all.
 */
public final class SearchPath {
  private static final String QUESTION =
      """
      SELECT pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ', (
          SELECT pg_catalog.string_agg(pg_catalog.quote_ident(n), ', ' ORDER BY place)
          FROM pg_catalog.unnest(?) WITH ORDINALITY AS own (n, place)
        ), (
          SELECT pg_catalog.string_agg(DISTINCT pg_catalog.quote_ident(n.nspname), ', ')
          FROM pg_catalog.pg_extension e
          JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
          WHERE n.nspname <> 'pg_catalog'
        )), true)
      """;

  private SearchPath() {}

  /** Sets it for the current transaction; it lapses with it. */
  public static void set(Connection connection, List<String> schemas) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(QUESTION)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      statement.execute();
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
