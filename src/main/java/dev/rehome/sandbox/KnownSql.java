package dev.rehome.sandbox;

import java.sql.Connection;
import java.sql.SQLException;

/** The product's SQL as an old server knows it: the same tables, with other types and defaults. */
final class KnownSql {
  private KnownSql() {}

  /** Servers before 14 know no multiranges, those before 13 make no uuid by themselves. */
  static String to(Connection server, String sql) throws SQLException {
    int major = server.getMetaData().getDatabaseMajorVersion();
    String known =
        major >= 14
            ? sql
            : sql.replace("int4multirange(", "concat_ws(' ', ").replace("int4multirange", "text");
    return major >= 13
        ? known
        : known.replace(
            "gen_random_uuid()", "md5(random()::text || clock_timestamp()::text)::uuid");
  }
}
