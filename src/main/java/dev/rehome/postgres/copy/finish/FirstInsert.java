package dev.rehome.postgres.copy.finish;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLException;

/**
 * Tries an insert on a table of the target, and takes it back: a default or a function that names
 * something which did not come along passes every digest and fails every insert. The row is a copy
 * of one that is there, without the columns that have a default, so that defaults and triggers do
 * their work.
 *
 * @param cell for errors
 * @param table as SQL
 */
record FirstInsert(String cell, Connection target, String table) {
  /** SQLSTATEs of tables, functions, columns and schemas that are not there. */
  private static final Set<String> MISSING = Set.of("42P01", "42883", "42703", "3F000");

  /** Also of a setting that nobody has set. */
  private static final String UNDEFINED_OBJECT = "42704";

  /**
   * The attempt. Constraints may refuse it, and so may the application's own triggers; sequences
   * that it took from are not put back.
   *
   * @throws MoveFailed when a table, column, function, type or schema that the insert names is
   *     missing; what the session lacks, a right of the mover or a setting of the application's,
   *     says nothing of the application's own inserts
   */
  void attempt() throws SQLException {
    Savepoint before = target.setSavepoint();
    try (Statement statement = target.createStatement()) {
      List<String> given = columnsWithoutDefault();
      String names = String.join(", ", given);
      int rows =
          given.isEmpty()
              ? 0
              : statement.executeUpdate(
                  "INSERT INTO %s (%s) SELECT %s FROM %s LIMIT 1"
                      .formatted(table, names, names, table));
      if (rows == 0) {
        statement.executeUpdate("INSERT INTO " + table + " DEFAULT VALUES");
      }
      statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
    } catch (SQLException e) {
      judge(e);
    }
    target.rollback(before);
    target.releaseSavepoint(before);
  }

  private void judge(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    if (MISSING.contains(state) || (state.equals(UNDEFINED_OBJECT) && !ofSetting(error))) {
      throw new MoveFailed(
          "%s: nobody could insert into %s: %s; make what it names, or name it without its schema"
              .formatted(cell, table, error.getMessage()),
          error);
    }
    if (Faults.of(cell, error) instanceof dev.rehome.model.PassingFault fault) {
      throw fault;
    }
  }

  /** By the server's source file, guc.c or guc_funcs.c: its messages are translated. */
  private static boolean ofSetting(SQLException error) {
    return error instanceof PSQLException raised
        && raised.getServerErrorMessage() != null
        && String.valueOf(raised.getServerErrorMessage().getFile()).startsWith("guc");
  }

  private List<String> columnsWithoutDefault() throws SQLException {
    try (PreparedStatement query =
        target.prepareStatement(
            """
            SELECT a.attname
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
              AND NOT a.atthasdef AND a.attidentity = '' AND t.typdefault IS NULL
            ORDER BY a.attnum
            """)) {
      query.setString(1, table);
      List<String> names = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          names.add(Sql.name(row.getString(1)));
        }
      }
      return names;
    }
  }
}
