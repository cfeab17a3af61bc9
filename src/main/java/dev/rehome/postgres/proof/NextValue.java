package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The value that a sequence gives next, without its bounds: past them it gives an error, or begins
 * again, on both sides alike.
 */
record NextValue(BigInteger value, boolean ascending) {

  /** Sequences of one statement. */
  private static final int SEQUENCES_MAX = 300;

  /** Of many sequences, in their order. */
  static List<NextValue> read(Connection connection, List<TableName> sequences)
      throws SQLException {
    List<NextValue> values = new ArrayList<>();
    for (int from = 0; from < sequences.size(); from += SEQUENCES_MAX) {
      List<String> questions = new ArrayList<>();
      for (int i = from; i < Math.min(sequences.size(), from + SEQUENCES_MAX); i++) {
        questions.add(question(i, sequences.get(i)));
      }
      values.addAll(
          Rows.of(
              connection,
              String.join(" UNION ALL ", questions) + " ORDER BY place",
              row -> new NextValue(row.getBigDecimal(2).toBigInteger(), row.getBoolean(3))));
    }
    return values;
  }

  private static String question(int place, TableName sequence) {
    return """
    SELECT %d AS place,
           q.last_value::numeric + CASE WHEN q.is_called THEN s.seqincrement ELSE 0 END,
           s.seqincrement > 0
    FROM %s q, pg_catalog.pg_sequence s
    WHERE s.seqrelid = %s::regclass
    """
        .formatted(place, sequence.sql(), Sql.literal(sequence.sql()));
  }

  /** Whether no value up to the other one, in the sequence's direction, is given again. */
  boolean atOrPast(BigInteger other) {
    return ascending ? value.compareTo(other) >= 0 : value.compareTo(other) <= 0;
  }
}
