package dev.rehome.inbox;

import dev.rehome.text.Place;

/**
 * A part of a statement.
 *
 * @param text without the quotes
 */
record StatementToken(Kind kind, String text, Place place) {
  /** What a statement is made of. */
  public enum Kind {
    WORD,
    QUOTED,
    END,
    /** What is no part of a statement; said already. */
    BROKEN
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean isQuoted() {
    return kind == Kind.QUOTED;
  }

  boolean isBroken() {
    return kind == Kind.BROKEN;
  }

  boolean isEnd() {
    return kind == Kind.END;
  }

  /** Whether it is this keyword, in any case, or the end. */
  public boolean is(String keyword) {
    return kind != Kind.QUOTED && text.equalsIgnoreCase(keyword);
  }

  String shown() {
    return kind == Kind.QUOTED ? '"' + text + '"' : text;
  }
}
