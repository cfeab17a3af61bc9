package dev.rehome.postgres.findings;

import dev.rehome.postgres.sql.SqlScanner;
import dev.rehome.postgres.sql.SqlToken;
import dev.rehome.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The qualified names in a function's text. Which of them are names of objects, and which of
 * columns or variables, only a catalog knows.
 *
 * @param names each once, in order; a name that is in code is not listed for a string again
 * @param builds whether it executes statements that it puts together
 */
record BodyMentions(List<Name> names, boolean builds) {
  /** A string in a string in a string, as in EXECUTE format('…'). */
  static final int DEPTH_MAX = 3;

  private static final Set<String> DRAWING = Set.of("nextval", "currval", "setval");

  /** What a text says that does without what is missing. */
  private static final Set<String> FORGIVING =
      Set.of(
          "to_regclass",
          "to_regproc",
          "to_regprocedure",
          "to_regtype",
          "to_regnamespace",
          "undefined_table",
          "undefined_function",
          "undefined_object",
          "undefined_column",
          "invalid_schema_name",
          "others");

  /**
   * A name.
   *
   * @param sure whether it is executed as it stands: in code, where nothing else has the first part
   *     for its name, and nothing is done for the case that it is not there
   */
  record Name(String schema, String object, boolean sure) {
    @Override
    public String toString() {
      return schema + "." + object;
    }
  }

  BodyMentions {
    names = List.copyOf(names);
  }

  static BodyMentions of(String body) {
    List<Name> names = new ArrayList<>();
    List<SqlToken> tokens = SqlScanner.tokens(body);
    boolean forgiving =
        tokens.stream().anyMatch(t -> t.identifier() && FORGIVING.contains(t.name()));
    collect(tokens, names, !forgiving, 0);
    return new BodyMentions(names, builds(tokens));
  }

  private static void collect(List<SqlToken> tokens, List<Name> names, boolean sure, int depth) {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (qualifies(tokens, i)) {
        String schema = tokens.get(i).name();
        add(names, new Name(schema, tokens.get(i + 2).name(), sure && !otherwise(tokens, schema)));
      }
    }
    for (int i = 0; i < tokens.size() && depth < DEPTH_MAX; i++) {
      if (tokens.get(i).kind() == Kind.STRING) {
        boolean drawn = i > 1 && tokens.get(i - 1).is("(") && DRAWING.contains(word(tokens, i - 2));
        collect(SqlScanner.tokens(tokens.get(i).inner()), names, sure && drawn, depth + 1);
      }
    }
  }

  private static boolean qualifies(List<SqlToken> tokens, int i) {
    return tokens.get(i).identifier()
        && tokens.get(i + 1).is(".")
        && tokens.get(i + 2).identifier()
        && (i == 0 || !tokens.get(i - 1).is("."));
  }

  /** Whether the text has the name for something else too: a variable, an alias. */
  private static boolean otherwise(List<SqlToken> tokens, String name) {
    for (int i = 0; i < tokens.size(); i++) {
      boolean alone =
          (i == 0 || !tokens.get(i - 1).is("."))
              && (i + 1 == tokens.size() || !tokens.get(i + 1).is("."));
      if (alone && tokens.get(i).identifier() && tokens.get(i).name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static void add(List<Name> names, Name name) {
    boolean known =
        names.stream()
            .anyMatch(
                other ->
                    other.schema.equals(name.schema)
                        && other.object.equals(name.object)
                        && (other.sure || !name.sure));
    if (!known) {
      names.removeIf(o -> o.schema.equals(name.schema) && o.object.equals(name.object));
      names.add(name);
    }
  }

  private static String word(List<SqlToken> tokens, int i) {
    return tokens.get(i).identifier() ? tokens.get(i).name() : "";
  }

  /** EXECUTE of anything but one string as it stands. */
  private static boolean builds(List<SqlToken> tokens) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      SqlToken next = tokens.get(i + 1);
      boolean plain =
          next.kind() == Kind.STRING && (i + 2 == tokens.size() || !tokens.get(i + 2).is("|"));
      if (tokens.get(i).kind() == Kind.WORD
          && tokens.get(i).is("execute")
          && !next.is("function")
          && !next.is("procedure")
          && !next.is("on")
          && !plain) {
        return true;
      }
    }
    return false;
  }
}
