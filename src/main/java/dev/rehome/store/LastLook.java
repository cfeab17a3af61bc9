package dev.rehome.store;

import dev.rehome.model.Move;
import java.util.List;
import java.util.Map;

/**
 * Sees what an owner, an administrator or a crash did to a store behind its fence, since it was
 * proven equal: a fence refuses the application, not those. Every method may be called again, by
 * another worker too.
 */
public interface LastLook {
  /** Of a store that shows nothing. */
  LastLook NONE =
      new LastLook() {
        @Override
        public String note(Move move) {
          return "";
        }

        @Override
        public String catchUp(Move move) {
          return "";
        }

        @Override
        public List<String> changes(Move move, Moment moment, Proven proven) {
          return List.of();
        }
      };

  /**
   * How both sides stand, in the store's own words: called under the fence, before the proof reads
   * anything, so that what changes from here on is seen by one of the two.
   *
   * @throws dev.rehome.model.MoveFailed when the fence is not as it was put up
   */
  String note(Move move);

  /**
   * Brings the target past what goes on at the source although it is fenced, e.g. sequences. Called
   * directly before the look before RESUME: nobody writes at the target yet.
   *
   * @return what it was brought to, in the store's own words
   */
  String catchUp(Move move);

  /**
   * What changed since the note: sentences that name the cell, the thing and both values. Empty
   * when nothing did. Changes nothing.
   */
  List<String> changes(Move move, Moment moment, Proven proven);

  /**
   * What went on in the store during the move where no fence holds it, and is no fault: a sentence
   * or two for who asked for the move; empty for nothing.
   */
  default String told(Move move, Proven proven) {
    return "";
  }

  /** When a look is made. */
  enum Moment {
    /**
     * The guard has no deadline any more and the placement still names the source: a mover that
     * dies here keeps the tenant refused until the next one starts. To be answered in less than a
     * second.
     */
    SEALED,
    /** Directly before writes are let in at the target; going back loses nothing yet. */
    RESUMING,
    /** The tenant writes at the target: what is found at the source has stayed behind. */
    RESUMED
  }

  /**
   * What was put on record of a component.
   *
   * @param noted what {@link #note} said before the proof that counts
   * @param caughtUp what the last {@link #catchUp} said; empty before it
   * @param rows how many of each subject the proof counted, of those checks that count
   */
  record Proven(String noted, String caughtUp, Map<String, Long> rows) {
    public Proven {
      rows = Map.copyOf(rows);
    }
  }
}
