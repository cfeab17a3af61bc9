package dev.rehome.purge;

import dev.rehome.journal.purge.PurgeRow;

/** Who looks on while a purge goes. Called by one thread. */
public interface Watch {
  /** It begins, or goes on, with so many rows still there. */
  void begins(String purge, String cell, String move, long rows);

  /** Another process works on it; told again and again until that ends. */
  void follows(PurgeRow row);

  /** So many of so many rows are gone. */
  void deleted(long rows, long of);

  /** Whether the purge is to be left at the next batch's end. */
  boolean leaves();
}
