package dev.rehome.postgres.findings;

import dev.rehome.postgres.schema.dump.SourceNames;
import dev.rehome.postgres.sql.SqlScanner;
import dev.rehome.postgres.sql.SqlToken;
import dev.rehome.postgres.sql.SqlToken.Kind;
import java.util.List;

/** Finds the names of renamed schemas in text that {@link SourceNames} does not rename. */
record SchemaMentions(SourceNames names) {
  /** Whether a function's text names one: {@code schema.object}, also in strings, or a path. */
  boolean inCode(String text) {
    return inCode(text, 0);
  }

  /** Whether a {@code SET} clause does: the name itself is enough. */
  boolean inSettings(String settings) {
    return SqlScanner.tokens(settings).stream().anyMatch(this::renamed);
  }

  /** Whether a string constant in an expression does, but for those that are renamed as names. */
  boolean inConstants(String expression) {
    return constants(SqlScanner.tokens(expression), 0);
  }

  private boolean inCode(String text, int depth) {
    List<SqlToken> tokens = SqlScanner.tokens(text);
    for (int i = 0; i < tokens.size(); i++) {
      boolean named = names.namesSchema(tokens, i) && renamed(tokens.get(i));
      if (named || (setsPath(tokens.get(i)) && path(tokens, i))) {
        return true;
      }
    }
    return literals(tokens, depth);
  }

  private boolean constants(List<SqlToken> tokens, int depth) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).kind() == Kind.STRING
          && names.registered(tokens, i) == null
          && inCode(tokens.get(i).inner(), depth + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean literals(List<SqlToken> tokens, int depth) {
    return depth < BodyMentions.DEPTH_MAX
        && tokens.stream()
            .filter(token -> token.kind() == Kind.STRING)
            .anyMatch(token -> inCode(token.inner(), depth + 1));
  }

  private static boolean setsPath(SqlToken token) {
    return token.is("search_path") || token.text().equals("'search_path'");
  }

  /** {@code SET search_path = a, b} or {@code set_config('search_path', 'a', true)}. */
  private boolean path(List<SqlToken> tokens, int place) {
    for (int i = place + 1; i < tokens.size() && !tokens.get(i).is(";"); i++) {
      SqlToken token = tokens.get(i);
      if (renamed(token)
          || (token.kind() == Kind.STRING
              && SqlScanner.tokens(token.inner()).stream().anyMatch(this::renamed))) {
        return true;
      }
    }
    return false;
  }

  private boolean renamed(SqlToken token) {
    String target = token.identifier() ? names.schemas().get(token.name()) : null;
    return target != null && !target.equals(token.name());
  }
}
