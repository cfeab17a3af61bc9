package dev.rehome.journal.door;

import dev.rehome.model.Itinerary;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;

/** What may follow what in a journal. Routes may be edited; this may not be passed by an edit. */
final class JournalOrder {
  private JournalOrder() {}

  /**
   * Forward by one mark of the itinerary, or the same phase again by another worker; PREFLIGHT and
   * COPY may begin again, and SNAPSHOT may follow its own durable record (a new worker proves again
   * at its own epoch).
   *
   * @throws MoveFailed for anything else
   */
  static void require(Move move, Itinerary itinerary, Position last, Phase phase, Mark mark) {
    if (!itinerary.has(phase)) {
      throw new MoveFailed("move " + move.id() + " is a rehearsal; it may not reach " + phase);
    }
    boolean allowed =
        switch (mark) {
          case INTENT ->
              repeats(last, phase)
                  || (last.mark() == Mark.DURABLE
                      && itinerary.after(last.phase()).filter(phase::equals).isPresent());
          case DURABLE -> last.phase() == phase;
        };
    if (!allowed) {
      throw new MoveFailed(
          "move "
              + move.id()
              + " is at "
              + last.phase()
              + " "
              + last.mark()
              + "; it may not go to "
              + phase
              + " "
              + mark);
    }
  }

  private static boolean repeats(Position last, Phase phase) {
    boolean again =
        switch (phase) {
          case PREFLIGHT, COPY, SNAPSHOT -> true;
          case DRAIN, CUTOVER, RESUME -> false;
        };
    return last.phase() == phase && (last.mark() == Mark.INTENT || again);
  }
}
