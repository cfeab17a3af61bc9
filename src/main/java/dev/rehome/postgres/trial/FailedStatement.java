package dev.rehome.postgres.trial;

import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.SqlStatement;
import dev.rehome.postgres.sql.SqlToken;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement that the target refused, with its words. */
record FailedStatement(SqlStatement statement, SQLException error) {
  private static final int CHARACTERS_MAX = 100;

  /** What stands in schemas, or is one, and what others can need. */
  private static final Set<String> KINDS =
      Set.of(
          "table",
          "view",
          "function",
          "procedure",
          "aggregate",
          "type",
          "domain",
          "sequence",
          "schema",
          "collation",
          "operator");

  /** A name in a message of the server, in the quotes of its language. */
  private static final Pattern QUOTED = Pattern.compile("[\"“„«»]([^\"”“«»]+)[\"”“«»]");

  String state() {
    return String.valueOf(error.getSQLState());
  }

  String message() {
    return Faults.words(error);
  }

  /** What it would have made that others can need, by its qualified name or a schema's own. */
  Optional<List<String>> made() {
    if (!statement.begins("create")) {
      return Optional.empty();
    }
    List<SqlToken> tokens = statement.tokens();
    for (int i = 1; i + 1 < Math.min(tokens.size(), 6); i++) {
      if (KINDS.contains(tokens.get(i).is(".") ? "" : tokens.get(i).name())) {
        return Optional.of(statement.nameAt(i + 1)).filter(name -> !name.isEmpty());
      }
    }
    return Optional.empty();
  }

  /** Whether it speaks of one of these. */
  boolean speaksOf(Set<List<String>> names) {
    List<SqlToken> tokens = statement.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).identifier()) {
        List<String> name = statement.nameAt(i);
        if (names.contains(name) || names.contains(name.subList(0, 1))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The last parts of all names that the statement begins with, or that the server's words name.
   */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    made().ifPresent(name -> names.add(name.get(name.size() - 1)));
    names.addAll(quoted(message()));
    return names;
  }

  /** The last parts of the names in a message of the server. */
  static Set<String> quoted(String message) {
    Set<String> names = new LinkedHashSet<>();
    Matcher quoted = QUOTED.matcher(message);
    while (quoted.find()) {
      String name = quoted.group(1);
      names.add(name.substring(name.lastIndexOf('.') + 1));
    }
    return names;
  }

  /** Its beginning in one line, up to what it says in parentheses. */
  String brief() {
    int end = statement.find("(");
    String text = end > 0 ? statement.text().substring(0, statement.tokens().get(end).start()) : "";
    String line = (text.isEmpty() ? statement.text() : text).replaceAll("\\s+", " ").strip();
    return line.length() <= CHARACTERS_MAX ? line : line.substring(0, CHARACTERS_MAX) + "…";
  }
}
