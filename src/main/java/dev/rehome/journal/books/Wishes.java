package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.model.Move;
import java.util.Optional;

/** What operators ask of moves; the last wish counts. Any process may write one. Thread safe. */
public final class Wishes {
  /** What can be asked. */
  public enum Wish {
    PAUSE,
    RESUME,
    ROLLBACK
  }

  private final ControlStore control;

  public Wishes(ControlStore control) {
    this.control = control;
  }

  /** Asks; the lease holder obeys at its next chunk. */
  public void ask(String move, Wish wish, String who) {
    control.call(
        jdbc ->
            jdbc.sql(
                    "INSERT INTO _system.wishes (move, wish, asked_by) VALUES (:move, :wish, :who)")
                .param("move", move)
                .param("wish", wish.name().toLowerCase(java.util.Locale.ROOT))
                .param("who", who)
                .update());
  }

  /** The wish in force. */
  public Optional<Wish> of(Move move) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    "SELECT upper(wish) FROM _system.wishes WHERE move = :move ORDER BY seq DESC"
                        + " LIMIT 1")
                .param("move", move.id())
                .query(String.class)
                .optional()
                .map(Wish::valueOf));
  }
}
