package dev.rehome.postgres.sql;

import dev.rehome.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a dump.
 *
 * @param text without the semicolon that ends it and without comments around it
 * @param tokens of {@code text}, their places counted in it
 */
public record SqlStatement(String text, List<SqlToken> tokens) {
  public SqlStatement {
    tokens = List.copyOf(tokens);
  }

  /** The statement that this text is. */
  public static SqlStatement of(String text) {
    return new SqlStatement(text, SqlScanner.tokens(text));
  }

  /**
   * The statements of a script. A semicolon in parentheses (CREATE RULE) or in a BEGIN ATOMIC body
   * ends none.
   */
  public static List<SqlStatement> split(String script) {
    List<SqlStatement> statements = new ArrayList<>();
    List<SqlToken> current = new ArrayList<>();
    int parentheses = 0;
    int blocks = 0;
    for (SqlToken token : SqlScanner.tokens(script)) {
      if (token.is(";") && parentheses == 0 && blocks == 0) {
        if (!current.isEmpty()) {
          statements.add(cut(script, current));
        }
        current.clear();
        continue;
      }
      if (token.is("(")) {
        parentheses++;
      } else if (token.is(")")) {
        parentheses--;
      } else if (token.is("atomic") && after(current, "begin")) {
        blocks = 1;
      } else if (blocks > 0 && token.is("case")) {
        blocks++;
      } else if (blocks > 0 && token.is("end")) {
        blocks--;
      }
      current.add(token);
    }
    if (!current.isEmpty()) {
      statements.add(cut(script, current));
    }
    return statements;
  }

  /** Whether it begins with these keywords. */
  public boolean begins(String... keywords) {
    return beginsAt(0, keywords);
  }

  /** Whether these keywords stand at this place. */
  public boolean beginsAt(int place, String... keywords) {
    if (tokens.size() < place + keywords.length) {
      return false;
    }
    for (int i = 0; i < keywords.length; i++) {
      if (!tokens.get(place + i).is(keywords[i])) {
        return false;
      }
    }
    return true;
  }

  /** The place of the first of these keywords in a row, outside parentheses; -1 for none. */
  public int find(String... keywords) {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (depth == 0 && beginsAt(i, keywords)) {
        return i;
      }
      depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
    }
    return -1;
  }

  /** The identifiers of the possibly qualified name at this place: one, two or three. */
  public List<String> nameAt(int place) {
    List<String> parts = new ArrayList<>();
    for (int i = place; i < tokens.size() && tokens.get(i).identifier(); i += 2) {
      parts.add(tokens.get(i).name());
      if (i + 1 >= tokens.size() || !tokens.get(i + 1).is(".")) {
        break;
      }
    }
    return parts;
  }

  /** The statement with the texts of some tokens replaced; null keeps a token. */
  public SqlStatement with(String[] replacements) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (replacements[i] != null) {
        out.append(text, from, tokens.get(i).start()).append(replacements[i]);
        from = tokens.get(i).end();
      }
    }
    return from == 0 ? this : of(out.append(text.substring(from)).toString());
  }

  private static boolean after(List<SqlToken> tokens, String keyword) {
    SqlToken last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
    return last != null && last.kind() == Kind.WORD && last.is(keyword);
  }

  private static SqlStatement cut(String script, List<SqlToken> tokens) {
    int start = tokens.get(0).start();
    int end = tokens.get(tokens.size() - 1).end();
    List<SqlToken> moved =
        tokens.stream()
            .map(t -> new SqlToken(t.kind(), t.text(), t.start() - start, t.end() - start))
            .toList();
    return new SqlStatement(script.substring(start, end), moved);
  }
}
