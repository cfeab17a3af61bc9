package dev.rehome.sandbox.product;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The product's SQL as an old server knows it: the same tables, with other types and defaults. */
public final class KnownSql {
  /** A setting of postgresql.conf. */
  public static final String KEY = "rehome.known_major";

  private KnownSql() {}

  /**
   * Servers before 14 know no multiranges and print {@code position} as a function, those before 13
   * make no uuid by themselves.
   */
  static String to(Connection server, String sql) throws SQLException {
    int major = known(server);
    String known =
        major >= 14
            ? sql
            : sql.replace("int4multirange(", "concat_ws(' ', ")
                .replace("int4multirange", "text")
                .replace("position('@' IN email)", "strpos(email, '@')");
    return major >= 13
        ? known
        : known.replace(
            "gen_random_uuid()", "md5(random()::text || clock_timestamp()::text)::uuid");
  }

  /** The server's version, or an older one that it was started to be understood by. */
  private static int known(Connection server) throws SQLException {
    try (Statement statement = server.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pg_catalog.current_setting('%s', true)".formatted(KEY))) {
      row.next();
      String older = row.getString(1);
      return older == null || older.isEmpty()
          ? server.getMetaData().getDatabaseMajorVersion()
          : Integer.parseInt(older);
    }
  }
}
