package dev.rehome.postgres.copy;

import dev.rehome.postgres.Sql;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Where a sequence stands.
 *
 * @param last the value it gave last, or will give first if it was never called
 */
record SequenceState(
    BigInteger last,
    boolean called,
    BigInteger increment,
    BigInteger least,
    BigInteger most,
    BigInteger cache) {
  /**
   * How many values are left out on the target, besides one cache's: a refused insert takes one.
   */
  static final int HEADROOM = 1_000;

  /** The state of a sequence by its name as SQL. */
  static SequenceState read(Connection connection, String sequence) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT q.last_value, q.is_called, s.seqincrement, s.seqmin, s.seqmax, s.seqcache
                FROM %s q, pg_catalog.pg_sequence s WHERE s.seqrelid = %s::regclass
                """
                    .formatted(sequence, Sql.literal(sequence)))) {
      row.next();
      return new SequenceState(
          BigInteger.valueOf(row.getLong(1)),
          row.getBoolean(2),
          BigInteger.valueOf(row.getLong(3)),
          BigInteger.valueOf(row.getLong(4)),
          BigInteger.valueOf(row.getLong(5)),
          BigInteger.valueOf(row.getLong(6)));
    }
  }

  /** The value it gives next, without its bounds. */
  BigInteger next() {
    return called ? last.add(increment) : last;
  }

  /** With headroom in its direction, inside its bounds; never called stays never called. */
  SequenceState ahead() {
    if (!called) {
      return this;
    }
    BigInteger far = last.add(increment.multiply(cache.add(BigInteger.valueOf(HEADROOM))));
    return new SequenceState(far.min(most).max(least), true, increment, least, most, cache);
  }

  /** The statement that brings a sequence, by its name as SQL, here. Not undone by a rollback. */
  String set(String sequence) {
    return "SELECT pg_catalog.setval(%s::regclass, %s, %s)"
        .formatted(Sql.literal(sequence), last, called);
  }
}
