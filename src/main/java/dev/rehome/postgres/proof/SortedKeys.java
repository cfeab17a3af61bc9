package dev.rehome.postgres.proof;

import dev.rehome.postgres.Sql;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * SHA-256 over a table's primary keys, one a line, in the order of their UTF-8 bytes. COPY's text
 * format escapes tabs, line ends and backslashes, so that no two lists of keys look alike.
 * Streamed: the server sorts, on disk if need be.
 *
 * @param key the key's columns, in order
 * @param sameEncoding whether both servers store text alike, so that their "C" order is the same
 */
record SortedKeys(List<String> key, boolean sameEncoding) {

  String read(Connection connection, String from, String where) throws SQLException {
    String question =
        "SELECT %s FROM %s WHERE %s ORDER BY %s"
            .formatted(
                each("%s::text"),
                from,
                where,
                each(
                    sameEncoding
                        ? "%s::text COLLATE \"C\""
                        : "pg_catalog.convert_to(%s::text, 'UTF8')"));
    MessageDigest digest = sha256();
    CopyOut out =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + question + ") TO STDOUT");
    for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
      digest.update(row);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private String each(String text) {
    return key.stream()
        .map(column -> text.formatted(Sql.name(column)))
        .collect(Collectors.joining(", "));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
