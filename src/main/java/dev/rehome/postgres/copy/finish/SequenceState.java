package dev.rehome.postgres.copy.finish;

import dev.rehome.postgres.sql.Sql;
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
        ResultSet row = statement.executeQuery("SELECT " + question(sequence))) {
      row.next();
      return of(row);
    }
  }

  /** What to select for {@link #of}; without the word. */
  static String question(String sequence) {
    return """
    q.last_value, q.is_called, s.seqincrement, s.seqmin, s.seqmax, s.seqcache
    FROM %s q, pg_catalog.pg_sequence s WHERE s.seqrelid = %s::regclass
    """
        .formatted(sequence, Sql.literal(sequence));
  }

  /** The state that a row of {@link #question} shows. */
  static SequenceState of(ResultSet row) throws SQLException {
    return new SequenceState(
        BigInteger.valueOf(row.getLong("last_value")),
        row.getBoolean("is_called"),
        BigInteger.valueOf(row.getLong("seqincrement")),
        BigInteger.valueOf(row.getLong("seqmin")),
        BigInteger.valueOf(row.getLong("seqmax")),
        BigInteger.valueOf(row.getLong("seqcache")));
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
