package dev.rehome.postgres.look;

import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.Boundary;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The witness that no row of the tenant was written since the proof, whoever did it and however:
 * none is younger than the proof, and there are as many as it counted. So the rows are those that
 * it read. It reads each table once, and of a row only its head, so many tables with one statement.
 */
final class YoungRows {
  /** Tables of one statement. */
  private static final int TABLES_MAX = 50;

  /** How long a table's lock is waited for, milliseconds: the tenant waits as well. */
  private static final int LOCK_TIMEOUT_MILLIS = 5_000;

  private YoungRows() {}

  /**
   * What to read.
   *
   * @param name for people
   * @param from as SQL
   * @param where which rows are the tenant's
   * @param proven how many the proof counted
   */
  record Table(String name, String from, String where, long proven) {}

  /** A sentence for each table that is not as it was proven. */
  static List<String> find(
      PostgresSide side, List<String> path, Boundary boundary, List<Table> tables) {
    return side.transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            statement.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT_MILLIS);
          }
          SearchPath.set(connection, path);
          List<String> changes = new ArrayList<>();
          for (int from = 0; from < tables.size(); from += TABLES_MAX) {
            List<Table> some = tables.subList(from, Math.min(tables.size(), from + TABLES_MAX));
            changes.addAll(find(connection, side.cell(), boundary, some));
          }
          return changes;
        });
  }

  private static List<String> find(
      Connection connection, String cell, Boundary boundary, List<Table> tables)
      throws SQLException {
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      questions.add(
          """
          SELECT %d, pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE %s) FROM %s WHERE %s\
          """
              .formatted(i, boundary.younger(), tables.get(i).from(), tables.get(i).where()));
    }
    List<String> changes = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(String.join(" UNION ALL ", questions))) {
        while (row.next()) {
          Table table = tables.get(row.getInt(1));
          words(table, row.getLong(2), row.getLong(3))
              .ifPresent(words -> changes.add(cell + " " + table.name() + ": " + words));
        }
      }
    }
    return changes;
  }

  private static Optional<String> words(Table table, long rows, long young) {
    if (rows == table.proven() && young == 0) {
      return Optional.empty();
    }
    String count = "%,d rows at the proof, %,d now".formatted(table.proven(), rows);
    return Optional.of(
        young == 0
            ? count
            : "%,d rows were written since the proof, past the guard (%s)".formatted(young, count));
  }

  /** How many rows of the tenant are in a table that no proof knows. */
  static long count(PostgresSide side, List<String> path, Table table) {
    return side.transaction(
        connection -> {
          SearchPath.set(connection, path);
          try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet row =
                statement.executeQuery(
                    "SELECT pg_catalog.count(*) FROM %s WHERE %s"
                        .formatted(table.from(), table.where()))) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }
}
