package dev.rehome.postgres.sql;

import dev.rehome.postgres.scope.Definition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The answer to a question in SQL, row by row into memory: for catalogs, never for data. */
public final class Rows {
  private Rows() {}

  /** One row to one record. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Every row. A value that is a list of strings is bound as {@code text[]}. */
  public static <T> List<T> of(
      Connection connection, String sql, Reader<T> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        if (values[i] instanceof List<?> list) {
          statement.setArray(i + 1, connection.createArrayOf("text", list.toArray()));
        } else {
          statement.setObject(i + 1, values[i]);
        }
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(reader.read(row));
        }
      }
      return rows;
    }
  }

  /** The first column of every row. */
  public static List<String> strings(Connection connection, String sql, Object... values)
      throws SQLException {
    return of(connection, sql, row -> row.getString(1), values);
  }

  /** The first column of the only row; null where there is none. */
  public static String string(Connection connection, String sql, Object... values)
      throws SQLException {
    List<String> rows = strings(connection, sql, values);
    return rows.isEmpty() ? null : rows.get(0);
  }

  /**
   * The first column of the first row of a question that is sent as it stands: nothing in it means
   * a parameter to the driver, neither a {@code ?} operator nor an escape.
   */
  public static String plain(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(sql)) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /** Several questions that see the same catalog, where the session is in no transaction yet. */
  public static <T> T atOneMoment(Connection connection, Definition.Reading<T> reading)
      throws SQLException {
    if (!connection.getAutoCommit()) {
      return reading.read();
    }
    connection.setAutoCommit(false);
    try (Statement begin = connection.createStatement()) {
      begin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      return reading.read();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** A yes or no. */
  public static boolean truth(Connection connection, String sql, Object... values)
      throws SQLException {
    return "t".equals(string(connection, sql, values));
  }
}
