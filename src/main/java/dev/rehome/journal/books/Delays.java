package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.journal.Moves;
import dev.rehome.journal.Note;
import dev.rehome.model.Move;
import dev.rehome.model.Position;

/** What keeps a move from going on, for who asks for its status. Thread safe. */
public final class Delays {
  private final ControlStore control;

  public Delays(ControlStore control) {
    this.control = control;
  }

  /**
   * Writes the last record once more, with this message: the move stands where it stood. What is
   * the last one's message already, but for numbers, is not written again.
   *
   * @throws dev.rehome.model.StaleLease as every change of the journal
   */
  public void tell(Move move, String message) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          Position last = Moves.position(jdbc, move.id());
          if (!words(Moves.message(jdbc, move.id())).equals(words(message))) {
            Moves.append(jdbc, move, last, Note.of(message));
          }
          return last;
        });
  }

  /**
   * Of a store that stays away each try tells other milliseconds, at another epoch: no news, and no
   * records without end.
   */
  private static String words(String message) {
    return message.replaceAll("[0-9]+", "#");
  }
}
