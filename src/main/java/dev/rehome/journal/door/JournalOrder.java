package dev.rehome.journal.door;

import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;

/** What may follow what in a journal. Routes may be edited; this may not be passed by an edit. */
final class JournalOrder {
  private JournalOrder() {}

  /**
   * Forward by one mark, or the same phase again by another worker; PREFLIGHT may begin again and
   * SNAPSHOT may follow its own durable record (a new worker proves again at its own epoch). A
   * rehearsal goes from PREFLIGHT to SNAPSHOT and no further: it fences nobody and places nobody.
   *
   * @throws MoveFailed for anything else
   */
  static void require(Move move, boolean rehearsal, Position last, Phase phase, Mark mark) {
    if (rehearsal && !rehearsed(phase)) {
      throw new MoveFailed("move " + move.id() + " is a rehearsal; it may not reach " + phase);
    }
    boolean allowed =
        switch (mark) {
          case INTENT ->
              repeats(last, phase)
                  || (last.mark() == Mark.DURABLE && follows(rehearsal, last.phase(), phase));
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

  private static boolean rehearsed(Phase phase) {
    return switch (phase) {
      case PREFLIGHT, SNAPSHOT -> true;
      case DRAIN, CUTOVER, RESUME -> false;
    };
  }

  private static boolean follows(boolean rehearsal, Phase last, Phase phase) {
    return rehearsal
        ? last == Phase.PREFLIGHT && phase == Phase.SNAPSHOT
        : last.next().filter(phase::equals).isPresent();
  }

  private static boolean repeats(Position last, Phase phase) {
    return last.phase() == phase
        && (last.mark() == Mark.INTENT || phase == Phase.PREFLIGHT || phase == Phase.SNAPSHOT);
  }
}
