package dev.rehome.postgres.sql;

import java.util.Locale;

/**
 * A piece of SQL text.
 *
 * @param start where it begins in the text, inclusive
 * @param end where it ends, exclusive
 */
public record SqlToken(Kind kind, String text, int start, int end) {
  public enum Kind {
    /** An unquoted identifier, a keyword or a number. */
    WORD,
    /** A quoted identifier. */
    QUOTED,
    /** A string constant of any form, its quotes included. */
    STRING,
    /** Any other single character. */
    SYMBOL
  }

  public boolean is(String keywordOrSymbol) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(keywordOrSymbol);
  }

  public boolean identifier() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /** The name that an identifier means. */
  public String name() {
    return kind == Kind.QUOTED
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text.toLowerCase(Locale.ROOT);
  }

  /** What stands between the quotes of a string constant, but for its escapes. */
  public String inner() {
    if (text.startsWith("$")) {
      int tag = text.indexOf('$', 1) + 1;
      return text.substring(tag, Math.max(tag, text.length() - tag));
    }
    int open = text.indexOf('\'') + 1;
    return text.substring(open, Math.max(open, text.length() - 1)).replace("''", "'");
  }

  /** Whether it is an identifier that means this name. */
  boolean named(String name) {
    return identifier() && name().equals(name);
  }
}
