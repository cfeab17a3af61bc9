package dev.rehome.postgres.sql;

import java.util.List;
import java.util.Set;

/**
 * Gives a view's query one form whatever server prints it. Before 16 its columns are named with
 * their relation, {@code SELECT orders.id FROM orders}, also where it is the only one; from 16 on
 * then without, {@code SELECT id FROM orders}. Both mean the same.
 */
public final class LoneRelation {
  private static final Set<String> SET_OPERATIONS = Set.of("union", "intersect", "except");

  /** What may follow the list of relations. */
  private static final Set<String> FOLLOWING =
      Set.of("where", "group", "having", "window", "order", "limit", "offset", "fetch", "for");

  private final List<SqlToken> tokens;

  private LoneRelation(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  /** The definition, which has the query as its end, its only relation named by no column. */
  public static String unnamed(String definition) {
    SqlStatement statement = SqlStatement.of(definition);
    String name = new LoneRelation(statement.tokens()).name();
    return name == null ? definition : without(statement, name).text();
  }

  /** By what name the columns of the outermost query call its relation; null for several. */
  private String name() {
    int depth = 0;
    boolean query = false;
    boolean relations = false;
    String name = null;
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth > 0 || token.is(")")) {
        continue;
      }
      boolean word = token.kind() == SqlToken.Kind.WORD;
      query |= token.is("select");
      if ((word && SET_OPERATIONS.contains(token.name()))
          || (relations && (token.is(",") || token.is("join")))) {
        return null;
      }
      if (relations && word && FOLLOWING.contains(token.name())) {
        relations = false;
      } else if (query && token.is("from") && name == null && !tokens.get(i - 1).is("distinct")) {
        relations = true;
      } else if (relations && token.identifier()) {
        name = token.name();
      }
    }
    return name;
  }

  /** Queries within, where columns are always named in full, stay as they are. */
  private static SqlStatement without(SqlStatement statement, String name) {
    List<SqlToken> tokens = statement.tokens();
    String[] replacements = new String[tokens.size()];
    int within = 0;
    for (int i = 0; i + 2 < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      boolean query =
          token.is("(")
              && (statement.beginsAt(i + 1, "select") || statement.beginsAt(i + 1, "with"));
      if (query || (within > 0 && token.is("("))) {
        within++;
      } else if (within > 0 && token.is(")")) {
        within--;
      }
      boolean column =
          within == 0
              && token.identifier()
              && token.name().equals(name)
              && tokens.get(i + 1).is(".")
              && tokens.get(i + 2).identifier()
              && !statement.beginsAt(i + 3, "(")
              && (i == 0 || !tokens.get(i - 1).is("."));
      if (column) {
        replacements[i] = "";
        replacements[i + 1] = "";
      }
    }
    return statement.with(replacements);
  }
}
