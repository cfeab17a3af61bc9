package dev.rehome.postgres.sql;

import dev.rehome.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's lexical rules, as far as pg_dump's output needs them: string constants (plain, E'',
 * dollar quoted), quoted identifiers, nested comments. {@code standard_conforming_strings} is on.
 */
public final class SqlScanner {
  private final String text;
  private int at;

  private SqlScanner(String text) {
    this.text = text;
  }

  /** The tokens in order; comments, white space and psql's backslash lines are left out. */
  public static List<SqlToken> tokens(String text) {
    SqlScanner scanner = new SqlScanner(text);
    List<SqlToken> tokens = new ArrayList<>();
    for (SqlToken token = scanner.next(); token != null; token = scanner.next()) {
      tokens.add(token);
    }
    return tokens;
  }

  private SqlToken next() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (text.startsWith("--", at) || (c == '\\' && lineBegins())) {
        skipLine();
      } else if (text.startsWith("/*", at)) {
        skipComment();
      } else {
        return token(c);
      }
    }
    return null;
  }

  private SqlToken token(char c) {
    int start = at;
    if (c == '\'') {
      return string(start, start, false);
    }
    if ((c == 'E' || c == 'e') && follows('\'')) {
      return string(start, start + 1, true);
    }
    if ((c == 'B' || c == 'b' || c == 'X' || c == 'x') && follows('\'')) {
      return string(start, start + 1, false);
    }
    if (c == '"') {
      return made(Kind.QUOTED, start, quoted(start, '"', false));
    }
    if (c == '$') {
      int tagEnd = dollarTag(start);
      if (tagEnd > 0) {
        String tag = text.substring(start, tagEnd);
        int close = text.indexOf(tag, tagEnd);
        return made(Kind.STRING, start, close < 0 ? text.length() : close + tag.length());
      }
    }
    if (word(c)) {
      int end = start + 1;
      while (end < text.length() && (word(text.charAt(end)) || text.charAt(end) == '$')) {
        end++;
      }
      return made(Kind.WORD, start, end);
    }
    return made(Kind.SYMBOL, start, start + 1);
  }

  private SqlToken string(int start, int quote, boolean escapes) {
    return made(Kind.STRING, start, quoted(quote, '\'', escapes));
  }

  private SqlToken made(Kind kind, int start, int end) {
    at = end;
    return new SqlToken(kind, text.substring(start, end), start, end);
  }

  /** The end of what begins with a quote at {@code open}; a doubled quote stands for itself. */
  private int quoted(int open, char quote, boolean escapes) {
    int i = open + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (escapes && c == '\\') {
        i += 2;
      } else if (c != quote) {
        i++;
      } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    return text.length();
  }

  /** The end of {@code $tag$} at {@code start}; -1 if there is none, as in {@code $1}. */
  private int dollarTag(int start) {
    int i = start + 1;
    while (i < text.length() && word(text.charAt(i))) {
      i++;
    }
    boolean tag =
        i < text.length()
            && text.charAt(i) == '$'
            && !(i > start + 1 && Character.isDigit(text.charAt(start + 1)));
    return tag ? i + 1 : -1;
  }

  private boolean lineBegins() {
    return at == 0 || text.charAt(at - 1) == '\n';
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
  }

  private void skipComment() {
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < text.length());
  }

  private boolean follows(char c) {
    return at + 1 < text.length() && text.charAt(at + 1) == c;
  }

  private static boolean word(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c >= 0x80;
  }
}
