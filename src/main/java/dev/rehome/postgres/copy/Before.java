package dev.rehome.postgres.copy;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.Receipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For a target with a schema of its own: writes down, before the first row, how its sequences stand
 * and which materialized views are filled, as the statements that bring them back there. Its
 * transaction is committed long before {@link Finish} changes them, for setting a sequence is not
 * undone by a rollback.
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
          for (int i = 0; spec.containsKey("view." + i); i++) {
            String view = spec.get("view." + i);
            String undo =
                "REFRESH MATERIALIZED VIEW " + view + (filled(target, view) ? "" : " WITH NO DATA");
            note(target, move, "materialized view", view, undo);
          }
          for (int i = 0; spec.containsKey("to." + i); i++) {
            String sequence = spec.get("to." + i);
            note(
                target,
                move,
                "sequence",
                sequence,
                SequenceState.read(target, sequence).set(sequence));
          }
          return Copied.NOTHING;
        });
  }

  private static boolean filled(Connection target, String view) throws SQLException {
    try (PreparedStatement query =
        target.prepareStatement(
            "SELECT relispopulated FROM pg_catalog.pg_class WHERE oid = ?::regclass")) {
      query.setString(1, view);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static void note(Connection target, Move move, String kind, String identity, String undo)
      throws SQLException {
    try (PreparedStatement insert =
        target.prepareStatement(
            "INSERT INTO _rehome.made (move, kind, identity, undo) VALUES (?, ?, ?, ?)")) {
      insert.setString(1, move.id());
      insert.setString(2, kind);
      insert.setString(3, identity);
      insert.setString(4, undo);
      insert.executeUpdate();
    }
  }
}
