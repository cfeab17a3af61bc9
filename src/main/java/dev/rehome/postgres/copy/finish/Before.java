package dev.rehome.postgres.copy.finish;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.Receipt;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.ledger.Ledger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For a target with a schema of its own: writes down, before the first row, where its sequences
 * stand, as the statements that bring them back there. This is committed long before {@link Finish}
 * changes them, for setting a sequence is not undone by a rollback.
 */
public final class Before {
  /** The chunk's id. */
  public static final String ID = "before";

  private final Ledger ledger;

  public Before(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The chunk that goes before a {@link Finish}. */
  public static Chunk plan(Chunk finish) {
    Map<String, String> spec = new LinkedHashMap<>(finish.spec());
    spec.put("kind", ID);
    return new Chunk(finish.move(), finish.component(), ID, 0, spec);
  }

  /** Writes it down once. */
  public Receipt run(Move move, Chunk chunk) {
    return ledger.once(
        move,
        chunk,
        target -> {
          Map<String, String> spec = chunk.spec();
          for (int i = 0; spec.containsKey("to." + i); i++) {
            String sequence = spec.get("to." + i);
            note(target, move, sequence, SequenceState.read(target, sequence).set(sequence));
          }
          return Copied.NOTHING;
        });
  }

  private static void note(Connection target, Move move, String sequence, String undo)
      throws SQLException {
    try (PreparedStatement insert =
        target.prepareStatement(
            """
            INSERT INTO _rehome.made (move, kind, identity, undo) VALUES (?, 'sequence', ?, ?)
            """)) {
      insert.setString(1, move.id());
      insert.setString(2, sequence);
      insert.setString(3, undo);
      insert.executeUpdate();
    }
  }
}
