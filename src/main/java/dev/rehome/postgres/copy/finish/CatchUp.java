package dev.rehome.postgres.copy.finish;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.Detail;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.sql.Sql;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sequences, once more: a fenced application still draws numbers, by inserts that are refused, by
 * {@code nextval} and {@code setval}, and gives them out. The target's never give one again, and
 * never go back. Reads the source by one statement, and sets the target by one.
 *
 * <p>Who drew while he was refused does so until he writes at the target: as many numbers again are
 * left out, besides the target's headroom. Where nobody did, the next number is the source's.
 */
public final class CatchUp {
  /** As many numbers are left out for one who draws on, and not more. */
  static final int MARGIN_MAX = 1_000;

  private final PostgresCells cells;
  private final Ledger ledger;

  public CatchUp(PostgresCells cells, Ledger ledger) {
    this.cells = cells;
    this.ledger = ledger;
  }

  /**
   * Raises the target's sequences to where the source's stand now, and by what is left out. Where
   * it finds them past it, it changes nothing.
   *
   * @return each sequence, by its name at the source, with the last number that the target leaves
   *     out
   */
  public Map<String, String> run(Move move, Scope scope) {
    Map<TableName, SequenceState> source = cells.source(move).with(c -> states(c, scope));
    Map<String, String> raised = new LinkedHashMap<>();
    Map<String, String> copied = ledger.detail(move, Finish.ID).map(Detail::read).orElse(Map.of());
    int headroom = cells.target(move).settings().sequenceHeadroom();
    Map<String, SequenceState> wanted = new LinkedHashMap<>();
    source.forEach(
        (sequence, now) -> {
          SequenceState far =
              now.ahead((long) headroom + margin(now, copied.get(sequence.toString())));
          if (now.called()) {
            wanted.put(target(scope, sequence).sql(), far);
          }
          BigInteger out = now.called() ? far.last() : now.last().subtract(now.increment());
          raised.put(sequence.toString(), out.toString());
        });
    boolean shared = cells.target(move).shared();
    return ledger.held(
        move,
        target -> {
          if (shared) {
            for (Map.Entry<String, SequenceState> one : wanted.entrySet()) {
              Raise.raise(target, one.getKey(), one.getValue().last());
            }
          } else if (!wanted.isEmpty()) {
            set(target, wanted);
          }
          return raised;
        });
  }

  private static long margin(SequenceState now, String copied) {
    return copied == null
        ? 0
        : now.drawnSince(new BigInteger(copied)).min(BigInteger.valueOf(MARGIN_MAX)).longValue();
  }

  private static void set(Connection target, Map<String, SequenceState> wanted)
      throws SQLException {
    String all =
        wanted.entrySet().stream()
            .map(
                one ->
                    "SELECT pg_catalog.setval(%s::regclass, %s) FROM %s WHERE last_value %s %2$s OR last_value = %2$s AND NOT is_called"
                        .formatted(
                            Sql.literal(one.getKey()),
                            one.getValue().last(),
                            one.getKey(),
                            one.getValue().increment().signum() > 0 ? "<" : ">"))
            .collect(Collectors.joining(" UNION ALL "));
    try (Statement statement = target.createStatement()) {
      statement.execute(all);
    }
  }

  /**
   * The source's sequences that have come past what {@link #run} had left out for them, as
   * sentences: the target gives those numbers again.
   */
  public List<String> overtaken(Move move, Scope scope, Map<String, String> raised) {
    List<String> overtaken = new ArrayList<>();
    cells
        .source(move)
        .with(c -> states(c, scope))
        .forEach(
            (sequence, now) -> {
              String most = raised.get(sequence.toString());
              if (most != null && now.called() && past(now, new BigInteger(most))) {
                overtaken.add(
                    "%s %s: has given numbers up to %s, and %s began behind %s: it gives some again"
                        .formatted(move.source(), sequence, now.last(), move.target(), most));
              }
            });
    return overtaken;
  }

  private static boolean past(SequenceState now, BigInteger most) {
    int compared = now.last().compareTo(most);
    return now.increment().signum() > 0 ? compared > 0 : compared < 0;
  }

  private static Map<TableName, SequenceState> states(Connection source, Scope scope)
      throws SQLException {
    List<TableName> sequences = Sequences.read(source, scope);
    Map<TableName, SequenceState> states = new LinkedHashMap<>();
    List<SequenceState> all =
        SequenceState.read(source, sequences.stream().map(TableName::sql).toList());
    for (int i = 0; i < sequences.size(); i++) {
      states.put(sequences.get(i), all.get(i));
    }
    return states;
  }

  private static TableName target(Scope scope, TableName source) {
    return scope.schemas().stream()
        .filter(pair -> pair.source().equals(source.schema()))
        .findFirst()
        .map(pair -> new TableName(pair.target(), source.table()))
        .orElseThrow(() -> new MoveFailed("sequence " + source + " is in no schema of the move"));
  }
}
