package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The value that a sequence gives next, without its bounds: past them it gives an error, or begins
 * again, on both sides alike.
 */
record NextValue(BigInteger value, boolean ascending) {

  static NextValue read(Connection connection, TableName sequence) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            SELECT q.last_value::numeric + CASE WHEN q.is_called THEN s.seqincrement ELSE 0 END,
                   s.seqincrement > 0
            FROM %s q, pg_catalog.pg_sequence s
            WHERE s.seqrelid = %s::regclass
            """
                .formatted(sequence.sql(), Sql.literal(sequence.sql())))) {
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new NextValue(row.getBigDecimal(1).toBigInteger(), row.getBoolean(2));
      }
    }
  }

  /** Whether no value up to the other one, in the sequence's direction, is given again. */
  boolean atOrPast(BigInteger other) {
    return ascending ? value.compareTo(other) >= 0 : value.compareTo(other) <= 0;
  }
}
