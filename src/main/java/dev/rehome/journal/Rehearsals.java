package dev.rehome.journal;

/** How a rehearsal that went well is told from one that was undone: by its message alone. */
public final class Rehearsals {
  private static final String WORD = "rehearsed";

  private Rehearsals() {}

  /** The reason for which it is discarded. */
  public static String message(String facts) {
    return WORD + " " + facts;
  }

  /** Whether the message is one that {@link #message} gave, whatever was added. */
  public static boolean succeeded(String message) {
    return message.startsWith(WORD + " ");
  }
}
