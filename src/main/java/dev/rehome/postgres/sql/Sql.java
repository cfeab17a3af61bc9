package dev.rehome.postgres.sql;

import dev.rehome.postgres.side.PostgresCells;

/** The one place where names and values become SQL text. */
public final class Sql {
  private Sql() {}

  /** An identifier, always quoted: {@code my"table} becomes {@code "my""table"}. */
  public static String name(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /**
   * A string literal of unknown type, which takes the type of what it is compared with. The session
   * must have {@code standard_conforming_strings = on}; {@link PostgresCells} pins it.
   */
  public static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
