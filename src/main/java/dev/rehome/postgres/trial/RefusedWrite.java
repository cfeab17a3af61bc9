package dev.rehome.postgres.trial;

import dev.rehome.postgres.sql.SqlStatement;
import java.sql.SQLException;
import java.util.Set;

/**
 * A trial write that was refused.
 *
 * @param table as SQL
 * @param operation {@code UPDATE}, {@code INSERT}, {@code DELETE} or {@code DELETE and INSERT}
 * @param triggers of the table and operation, those in whose functions it was refused; empty for
 *     none
 * @param state SQLSTATE
 * @param message the server's, in its own language
 * @param setting whether a setting is missing that nobody has set
 */
public record RefusedWrite(
    String table,
    String operation,
    String triggers,
    String state,
    String message,
    boolean setting) {
  /**
   * SQLSTATEs of tables, functions, columns, schemas, types and other objects that are not there,
   * of a function that could be several, and of a library's file.
   */
  private static final Set<String> MISSING =
      Set.of("42P01", "42883", "42703", "3F000", "42704", "42725", "58P01");

  /**
   * Whether the application could not write either. Constraints may refuse a trial, and so may its
   * own triggers; what the session lacks, a right of the mover or a setting of the application's,
   * says nothing of the application's own writes.
   */
  public boolean lasting() {
    return missing(state) && !setting;
  }

  /** Whether the SQLSTATE says that something is not there. */
  static boolean missing(String state) {
    return MISSING.contains(state);
  }

  boolean repeats(RefusedWrite other) {
    return table.equals(other.table) && state.equals(other.state) && message.equals(other.message);
  }

  /** The server's error, to be judged by its state. */
  public SQLException error() {
    return new SQLException(message, state);
  }

  /** Table, operation and trigger, e.g. {@code UPDATE of public.orders, trigger stamp}. */
  String place() {
    return "%s of %s%s"
        .formatted(
            operation,
            String.join(".", SqlStatement.of(table).nameAt(0)),
            triggers.isEmpty() ? "" : ", trigger " + triggers);
  }

  /** In words, e.g. {@code insert into "public"."orders" (trigger stamp): …}. */
  @Override
  public String toString() {
    String verb =
        switch (operation) {
          case "UPDATE" -> "update";
          case "INSERT" -> "insert into";
          case "DELETE" -> "delete from";
          default -> "delete from, or insert into,";
        };
    return "%s %s%s: %s"
        .formatted(verb, table, triggers.isEmpty() ? "" : " (trigger " + triggers + ")", message);
  }
}
