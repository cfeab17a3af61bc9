package dev.rehome.postgres.proof;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * 128 bits of a row's text, as two numbers that can be summed over a table: a sum does not depend
 * on the order, and forgets no pair of equal rows as an exclusive-or would.
 */
public enum RowHash {
  /** Two seeds of the server's own hash: fast, but over the bytes of the server's encoding. */
  SAME_ENCODING {
    @Override
    String half(String text, int which) {
      return "pg_catalog.hashtextextended(%s COLLATE \"C\", %d::bigint)::numeric"
          .formatted(text, which * SECOND_SEED);
    }
  },
  /** Both halves of an MD5 over UTF-8, for servers that differ in encoding. */
  ANY_ENCODING {
    @Override
    String half(String text, int which) {
      return """
      ('x' || pg_catalog.substr(pg_catalog.md5(pg_catalog.convert_to(%s, 'UTF8')), %d, 16)
      )::bit(64)::bigint::numeric"""
          .formatted(text, which * 16 + 1);
    }
  };

  /** Any number but 0 would do. */
  private static final long SECOND_SEED = 0x5265_686f_6d65L;

  abstract String half(String text, int which);

  /** The one that answers alike on both sides. */
  public static RowHash of(Connection source, Connection target) throws SQLException {
    return of(encoding(source), encoding(target));
  }

  static RowHash of(String sourceEncoding, String targetEncoding) {
    return sourceEncoding.equals(targetEncoding) ? SAME_ENCODING : ANY_ENCODING;
  }

  static String encoding(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_encoding")) {
      row.next();
      return row.getString(1);
    }
  }
}
