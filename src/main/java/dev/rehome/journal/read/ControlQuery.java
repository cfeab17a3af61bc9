package dev.rehome.journal.read;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * One query of the control store, of which nothing but its answer is left. It is only a part of
 * what runs: a subquery, within a function of the role {@code rehome_reader}, in a transaction that
 * may not write and is rolled back. So it can be no command, can end no transaction, can take no
 * other role, and has the rights of one that may only read.
 */
public final class ControlQuery {
  /** A row more than these is not fetched. */
  public static final int ROWS_MAX = 10_000;

  /** Below the time after which the session's socket gives up. */
  private static final String TIME_MAX = "SET LOCAL statement_timeout = '12s'";

  private static final String UNKNOWN_FUNCTION = "42883";
  private static final String SYNTAX = "42601";
  private static final String ONE =
      "sql takes one query: a SELECT, VALUES, TABLE or WITH; the control store is written by moves"
          + " alone";

  private final Connection session;

  /**
   * @param session of a control store that is only read; it is left within no transaction
   */
  public ControlQuery(Connection session) {
    this.session = session;
  }

  /**
   * What a query answered.
   *
   * @param columns their names
   * @param numeric for each column whether its values are numbers
   * @param truth for each column whether its values are true or false
   * @param rows values as the server writes them; null for null
   */
  public record Answer(
      List<String> columns, List<Boolean> numeric, List<Boolean> truth, List<List<String>> rows) {}

  /** What was asked cannot be answered; the message is for whoever asked. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Asks.
   *
   * @throws Refused when it is no single query, is wrong, takes too long, or may not do what it
   *     wants
   * @throws SQLException when the control store does not answer
   */
  public Answer ask(String statement) throws Refused, SQLException {
    if (session.unwrap(PGConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE) {
      throw new Refused(
          "preferQueryMode=simple in rehome.control.url: sql needs another; leave it out", null);
    }
    session.setAutoCommit(false);
    try {
      String query = statement.strip().replaceFirst(";$", "");
      return answered(query, described(query));
    } catch (SQLException e) {
      throw judged(e);
    } finally {
      session.rollback();
      session.setAutoCommit(true);
    }
  }

  private Answer answered(String query, Answer described) throws SQLException {
    String names =
        IntStream.range(0, described.columns.size())
            .mapToObj(i -> "c" + i)
            .collect(Collectors.joining(", "));
    String values =
        IntStream.range(0, described.columns.size())
            .mapToObj(i -> "asked.c" + i + "::pg_catalog.text")
            .collect(Collectors.joining(", "));
    String whole =
        "SELECT ARRAY[%s]::pg_catalog.text[] FROM (%s\n) AS asked%s LIMIT %d"
            .formatted(values, query, names.isEmpty() ? "" : "(" + names + ")", ROWS_MAX);
    try (Statement pinned = session.createStatement();
        PreparedStatement asked = session.prepareStatement("SELECT * FROM _system.ask(?)")) {
      pinned.execute(TIME_MAX);
      asked.setString(1, whole);
      try (ResultSet rows = asked.executeQuery()) {
        while (rows.next()) {
          Array row = rows.getArray(1);
          described.rows.add(Arrays.asList((String[]) row.getArray()));
        }
      }
    }
    return described;
  }

  /** The driver takes a question mark for a parameter; which it is does not matter to the names. */
  private Answer described(String query) throws Refused, SQLException {
    try {
      return parsed(query);
    } catch (SQLException e) {
      if (!query.contains("?")) {
        throw e;
      }
      session.rollback();
      return parsed(query.replace("?", "??"));
    }
  }

  /** The server parses it, and runs nothing. */
  private Answer parsed(String query) throws Refused, SQLException {
    try (PreparedStatement asked = session.prepareStatement(query)) {
      ResultSetMetaData meta = asked.getMetaData();
      if (meta == null) {
        throw new Refused(ONE, null);
      }
      Answer answer =
          new Answer(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        answer.columns.add(meta.getColumnLabel(i));
        answer.numeric.add(isNumber(meta.getColumnType(i)));
        answer.truth.add(
            meta.getColumnType(i) == Types.BIT && meta.getColumnTypeName(i).equals("bool"));
      }
      return answer;
    }
  }

  private static boolean isNumber(int type) {
    return switch (type) {
      case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.REAL, Types.DOUBLE ->
          true;
      default -> false;
    };
  }

  private static Refused judged(SQLException e) throws SQLException {
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("08")) {
      throw e;
    }
    if (state.equals(UNKNOWN_FUNCTION) && e.getMessage().contains("_system.ask")) {
      return new Refused(
          "sql works as the role rehome_reader, which the control store's user may not make; give"
              + " it CREATEROLE before the control store is first opened, or ask by psql",
          e);
    }
    String why = e.getMessage().lines().findFirst().orElse("");
    return new Refused(state.equals(SYNTAX) ? why + "; " + ONE : why, e);
  }
}
