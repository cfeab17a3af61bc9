package dev.rehome.postgres.copy.finish;

import dev.rehome.postgres.sql.Sql;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a sequence stands.
 *
 * @param last the value it gave last, those that a session keeps for itself (CACHE) included, or
 *     will give first if it was never called
 */
record SequenceState(
    BigInteger last, boolean called, BigInteger increment, BigInteger least, BigInteger most) {
  /** Sequences of one statement. */
  private static final int SEQUENCES_MAX = 300;

  /** The state of a sequence by its name as SQL. */
  static SequenceState read(Connection connection, String sequence) throws SQLException {
    return read(connection, List.of(sequence)).get(0);
  }

  /** The states of many, in their order. */
  static List<SequenceState> read(Connection connection, List<String> sequences)
      throws SQLException {
    List<SequenceState> states = new ArrayList<>();
    for (int from = 0; from < sequences.size(); from += SEQUENCES_MAX) {
      List<String> questions = new ArrayList<>();
      for (int i = from; i < Math.min(sequences.size(), from + SEQUENCES_MAX); i++) {
        questions.add("SELECT %d AS place, %s".formatted(i, question(sequences.get(i))));
      }
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(String.join(" UNION ALL ", questions) + " ORDER BY place")) {
        while (row.next()) {
          states.add(of(row));
        }
      }
    }
    return states;
  }

  private static String question(String sequence) {
    return """
    q.last_value, q.is_called, s.seqincrement, s.seqmin, s.seqmax
    FROM %s q, pg_catalog.pg_sequence s WHERE s.seqrelid = %s::regclass
    """
        .formatted(sequence, Sql.literal(sequence));
  }

  private static SequenceState of(ResultSet row) throws SQLException {
    return new SequenceState(
        BigInteger.valueOf(row.getLong("last_value")),
        row.getBoolean("is_called"),
        BigInteger.valueOf(row.getLong("seqincrement")),
        BigInteger.valueOf(row.getLong("seqmin")),
        BigInteger.valueOf(row.getLong("seqmax")));
  }

  /** The value it gives next, without its bounds. */
  BigInteger next() {
    return called ? last.add(increment) : last;
  }

  /** So many values on, inside its bounds; never called stays never called. */
  SequenceState ahead(long values) {
    if (!called) {
      return this;
    }
    BigInteger far = last.add(increment.multiply(BigInteger.valueOf(values)));
    return new SequenceState(far.min(most).max(least), true, increment, least, most);
  }

  /** How many values it has given since it was to give {@code earlier} next; 0 if it went back. */
  BigInteger drawnSince(BigInteger earlier) {
    return next().subtract(earlier).divide(increment).max(BigInteger.ZERO);
  }

  /** The statement that brings a sequence, by its name as SQL, here. Not undone by a rollback. */
  String set(String sequence) {
    return "SELECT pg_catalog.setval(%s::regclass, %s, %s)"
        .formatted(Sql.literal(sequence), last, called);
  }
}
