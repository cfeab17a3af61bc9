package dev.rehome.inbox;

import dev.rehome.text.Fault;
import dev.rehome.text.Place;
import java.util.ArrayList;
import java.util.List;

/** Takes a text of statements apart. One pass, whatever the text. */
final class Tokens {
  private final String text;
  private final List<Fault> faults;
  private final List<StatementToken> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineBegin;

  Tokens(String text, List<Fault> faults) {
    this.text = text;
    this.faults = faults;
  }

  /** What is wrong goes to the faults, and is a {@code BROKEN} token. */
  List<StatementToken> all() {
    while (at < text.length()) {
      Place place = new Place(line, at - lineBegin + 1);
      int first = text.codePointAt(at);
      if (first == ';') {
        step();
        add(StatementToken.Kind.END, ";", place);
      } else if (first == '"') {
        quoted(place);
      } else if (text.startsWith("--", at)) {
        while (at < text.length() && text.charAt(at) != '\n') {
          step();
        }
      } else if (isPartOfWord()) {
        word(place);
      } else if (Character.isWhitespace(first) || Character.isSpaceChar(first)) {
        step();
      } else {
        broken(place, unexpected(first));
      }
    }
    return tokens;
  }

  private void word(Place place) {
    int begin = at;
    while (at < text.length() && isPartOfWord()) {
      step();
    }
    add(StatementToken.Kind.WORD, text.substring(begin, at), place);
  }

  /** A word ends before a comment. */
  private boolean isPartOfWord() {
    int c = text.codePointAt(at);
    return Character.isLetterOrDigit(c)
        || "_.$@".indexOf(c) >= 0
        || (c == '-' && !text.startsWith("--", at));
  }

  private void quoted(Place place) {
    StringBuilder name = new StringBuilder();
    step();
    while (at < text.length()) {
      int c = text.codePointAt(at);
      step();
      if (c != '"') {
        name.appendCodePoint(c);
      } else if (text.startsWith("\"", at)) {
        step();
        name.append('"');
      } else {
        add(StatementToken.Kind.QUOTED, name.toString(), place);
        return;
      }
    }
    broken(place, "a \" opens a name and none closes it");
  }

  /** The rest of the statement is no use. */
  private void broken(Place place, String message) {
    faults.add(new Fault(place, message));
    add(StatementToken.Kind.BROKEN, "", place);
    while (at < text.length() && text.charAt(at) != ';') {
      step();
    }
  }

  private void add(StatementToken.Kind kind, String name, Place place) {
    tokens.add(new StatementToken(kind, name, place));
  }

  private void step() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    if (c == '\n') {
      line++;
      lineBegin = at;
    }
  }

  private static String unexpected(int codePoint) {
    return codePoint == '\''
        ? "a name is written in double quotes, not in single ones"
        : "unexpected %s; names of more than letters, digits, _ - . $ @ are written in double quotes"
            .formatted(Character.toString(codePoint));
  }
}
