package dev.rehome.purge;

import dev.rehome.journal.purge.PurgeRow;

/** Who looks on while a purge goes. Called by one thread. */
public interface Watch {
  /**
   * Whether what a move has left at a cell may be deleted: asked before the first of it is, so that
   * nothing goes that came up after somebody was asked.
   */
  boolean agrees(String cell, String move);

  /** It begins, or goes on, with so much still there, e.g. {@code 998 rows, 100 objects}. */
  void begins(String purge, String cell, String move, String amounts);

  /** Another process works on it; told again and again until that ends. */
  void follows(PurgeRow row);

  /**
   * So many of so many of one component are gone.
   *
   * @param unit what they are, e.g. {@code rows}
   */
  void deleted(long gone, long of, String unit);

  /** Whether the purge is to be left at the next batch's end. */
  boolean leaves();
}
