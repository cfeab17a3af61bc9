package dev.rehome.postgres.sql;

import dev.rehome.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Gives an expression the form that it has after one more parse. {@code status IN ('a', 'b')} of a
 * varchar is first kept with a cast of the array, {@code ARRAY['a'::character varying]::text[]};
 * the parser puts such a cast into the elements, so that after a dump and its restore the catalog
 * says {@code ARRAY['a'::character varying::text]}. Both mean the same.
 */
public final class ArrayCast {
  private static final Set<String> TYPE_WORDS =
      Set.of("varying", "precision", "without", "with", "time", "zone");

  /** What is printed in parentheses under a cast; other operators are symbols. */
  private static final Set<String> OPERATOR_WORDS = Set.of("and", "or", "not", "is", "collate");

  private final String text;
  private final List<SqlToken> tokens;

  private ArrayCast(String text) {
    this.text = text;
    this.tokens = SqlScanner.tokens(text);
  }

  /** The definition, every cast of an array constructor put into its elements. */
  public static String pushed(String definition) {
    if (!definition.contains("ARRAY[")) {
      return definition;
    }
    ArrayCast cast = new ArrayCast(definition);
    return cast.rewritten(0, cast.tokens.size());
  }

  /** An array constructor with a cast: its first token, and the end of all. */
  private record Found(int array, int close, int end, String type, boolean inParentheses) {}

  private String rewritten(int from, int to) {
    if (from >= to) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    int copied = from == 0 ? 0 : tokens.get(from).start();
    int i = from;
    while (i < to) {
      Found found = at(i);
      if (found == null) {
        i++;
        continue;
      }
      out.append(text, copied, tokens.get(i).start());
      out.append(array(found.array, found.close, found.type, found.inParentheses));
      copied = tokens.get(found.end - 1).end();
      i = found.end;
    }
    int end = to == tokens.size() && from == 0 ? text.length() : tokens.get(to - 1).end();
    return out.append(text, copied, end).toString();
  }

  private String array(int array, int close, String type, boolean inParentheses) {
    List<String> elements = new ArrayList<>();
    int start = array + 2;
    for (int i = start; i <= close; i++) {
      if (i == close || tokens.get(i).is(",")) {
        if (start < i) {
          elements.add(element(start, i, type, inParentheses));
        }
        start = i + 1;
      } else {
        i = group(i);
      }
    }
    return "ARRAY[" + String.join(", ", elements) + "]";
  }

  private String element(int from, int to, String type, boolean inParentheses) {
    if (constructor(from) && group(from + 1) == to - 1) {
      return array(from, to - 1, type, inParentheses);
    }
    String value = rewritten(from, to);
    return (inParentheses || !simple(from, to) ? "(" + value + ")" : value) + "::" + type;
  }

  private boolean simple(int from, int to) {
    for (int i = from; i < to; i = group(i) + 1) {
      SqlToken token = tokens.get(i);
      boolean operator =
          token.kind() == Kind.WORD
              ? OPERATOR_WORDS.contains(token.name())
              : token.kind() == Kind.SYMBOL && ".:([".indexOf(token.text().charAt(0)) < 0;
      if (operator) {
        return false;
      }
    }
    return true;
  }

  private Found at(int i) {
    boolean inParentheses =
        tokens.get(i).is("(") && constructor(i + 1) && group(i) == group(i + 2) + 1;
    int array = inParentheses ? i + 1 : i;
    if (!constructor(array)) {
      return null;
    }
    int close = group(array + 1);
    int type = close + (inParentheses ? 2 : 1) + 2;
    if (!is(type - 2, ":") || !is(type - 1, ":")) {
      return null;
    }
    int end = typeEnd(type);
    return is(end, "[") && is(end + 1, "]")
        ? new Found(
            array,
            close,
            end + 2,
            text.substring(tokens.get(type).start(), tokens.get(end - 1).end()),
            inParentheses)
        : null;
  }

  /** Behind the name of a type: {@code a.b}, {@code character varying(20)}, … */
  private int typeEnd(int type) {
    int i = type + 1;
    while (i < tokens.size()) {
      SqlToken token = tokens.get(i);
      if (token.is("(")) {
        i = group(i) + 1;
      } else if (token.is(".")) {
        i += 2;
      } else if (token.kind() == Kind.WORD && TYPE_WORDS.contains(token.text())) {
        i++;
      } else {
        break;
      }
    }
    return Math.min(i, tokens.size());
  }

  private boolean constructor(int i) {
    return i < tokens.size() && tokens.get(i).text().equals("ARRAY") && is(i + 1, "[");
  }

  private boolean is(int i, String symbol) {
    return i < tokens.size() && tokens.get(i).is(symbol);
  }

  /** The token that closes what opens at this one; itself if it opens nothing. */
  private int group(int open) {
    int depth = 0;
    int i = open;
    do {
      SqlToken token = tokens.get(i);
      depth += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
      i++;
    } while (depth > 0 && i < tokens.size());
    return i - 1;
  }
}
