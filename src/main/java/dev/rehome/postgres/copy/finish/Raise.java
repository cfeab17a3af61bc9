package dev.rehome.postgres.copy.finish;

import dev.rehome.model.Chunk;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.Receipt;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.copy.pipe.Pipes;
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

/**
 * For a target that others share: brings each of its sequences past the source's, before the first
 * row, so that no neighbour is given a value that a moved row has. A sequence that is past it
 * already is left; none ever goes back, also not when the move is undone: a gap harms nobody, a
 * value given twice does.
 */
public final class Raise {
  /** The chunk's id; its receipt's detail maps each sequence to its next value as planned. */
  public static final String ID = "raise";

  /**
   * So many values and fewer are taken one by one, which cannot go back whatever neighbours take
   * meanwhile. A jump could, by as much as they took between its look and its leap.
   */
  static final int STEPS_MAX = 50_000;

  private final PostgresCells cells;
  private final Ledger ledger;

  public Raise(PostgresCells cells, Ledger ledger) {
    this.cells = cells;
    this.ledger = ledger;
  }

  /** The chunk, with where the source's sequences stand now. */
  public static Chunk plan(Connection source, Move move, Scope scope) throws SQLException {
    Map<String, String> spec =
        new LinkedHashMap<>(Finish.plan(source, move, scope, /* shared= */ true).spec());
    spec.put("kind", ID);
    return new Chunk(move.id(), "postgres", ID, 0, spec);
  }

  /** Does it once. A second call, before the receipt, finds them raised. */
  public Receipt run(Move move, Chunk chunk) {
    Map<String, String> spec = chunk.spec();
    return ledger.once(
        move,
        chunk,
        target -> {
          Map<String, String> planned = new LinkedHashMap<>();
          int headroom = cells.target(move).settings().sequenceHeadroom();
          List<SequenceState> source = Finish.source(cells, move, spec);
          for (int i = 0; i < source.size(); i++) {
            SequenceState now = source.get(i);
            if (now.called()) {
              raise(target, spec.get("to." + i), now.ahead(headroom).last());
            }
            planned.put(spec.get("sequence." + i), spec.get("next." + i));
          }
          FailPoint.COPY_SEQUENCES_RAISED.reached();
          return Copied.NOTHING.withDetail(Detail.write(planned));
        });
  }

  /** The chunk, with the sequences that are to be raised {@link #first}. */
  public static Chunk noted(Connection source, Scope scope, Chunk chunk) throws SQLException {
    Map<String, String> spec = new LinkedHashMap<>(chunk.spec());
    List<TableName> sequences = Sequences.read(source, scope);
    for (int i = 0; i < sequences.size(); i++) {
      spec.put("sequence.from." + i, sequences.get(i).sql());
      spec.put("sequence.to." + i, Finish.target(scope, sequences.get(i)).sql());
    }
    return new Chunk(chunk.move(), chunk.component(), chunk.id(), chunk.wave(), spec);
  }

  /**
   * Raises those that are {@link #noted}, for rows that come before the chunk's turn, or are not
   * fenced. Once the snapshot of these rows has begun: what is in them was given before.
   */
  public static void first(
      Connection source, Connection target, Map<String, String> spec, Pipes pipes)
      throws SQLException {
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    for (int i = 0; spec.containsKey("sequence.from." + i); i++) {
      from.add(spec.get("sequence.from." + i));
      to.add(spec.get("sequence.to." + i));
    }
    if (from.isEmpty()) {
      return;
    }
    List<SequenceState> wanted = pipes.onSource(() -> SequenceState.read(source, from));
    List<SequenceState> there = SequenceState.read(target, to);
    for (int i = 0; i < wanted.size(); i++) {
      if (wanted.get(i).called()) {
        raise(target, to.get(i), there.get(i), wanted.get(i).last());
      }
    }
  }

  /** Brings a sequence that neighbours use as well to at least this last value. */
  static void raise(Connection target, String sequence, BigInteger last) throws SQLException {
    raise(target, sequence, SequenceState.read(target, sequence), last);
  }

  private static void raise(
      Connection target, String sequence, SequenceState there, BigInteger last)
      throws SQLException {
    BigInteger steps =
        last.subtract(there.last())
            .divide(there.increment())
            .add(there.called() ? BigInteger.ZERO : BigInteger.ONE);
    if (steps.signum() <= 0) {
      return;
    }
    try (Statement statement = target.createStatement()) {
      if (steps.compareTo(BigInteger.valueOf(STEPS_MAX)) <= 0) {
        statement.execute(
            "SELECT pg_catalog.count(pg_catalog.nextval(%s::regclass)) FROM pg_catalog.generate_series(1, %d)"
                .formatted(Sql.literal(sequence), steps));
      } else {
        statement.execute(
            "SELECT pg_catalog.setval(%s::regclass, %s) FROM %s WHERE last_value %s %2$s"
                .formatted(
                    Sql.literal(sequence),
                    last,
                    sequence,
                    there.increment().signum() > 0 ? "<" : ">"));
      }
    }
  }
}
