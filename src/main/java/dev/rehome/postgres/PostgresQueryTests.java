package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Reason;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the target's PostgreSQL, as the mover, read-only, with the tenant's schemas in the path. */
public final class PostgresQueryTests {
  private static final int SECONDS_MAX = 30;

  private final PostgresCells cells;

  public PostgresQueryTests(PostgresCells cells) {
    this.cells = cells;
  }

  /**
   * Asks them all, and changes nothing.
   *
   * @param folder its {@code .sql} files, in the order of their names
   * @throws MoveFailed naming each that fails, or whose first value is false
   */
  public void hold(Move move, Path folder) {
    List<String> failed = new ArrayList<>();
    for (Path file : files(folder)) {
      String answer = ask(move, file);
      if (!answer.isEmpty()) {
        failed.add(file.getFileName() + ": " + answer);
      }
    }
    if (!failed.isEmpty()) {
      throw new MoveFailed(
          "query tests at " + move.target() + " failed: " + String.join("; ", failed));
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    } catch (IOException e) {
      throw new MoveFailed("query tests: " + folder + " cannot be read", e);
    }
  }

  private String ask(Move move, Path file) {
    String sql;
    try {
      sql = Files.readString(file);
    } catch (IOException e) {
      return "cannot be read";
    }
    PostgresSide target = cells.target(move);
    try {
      return target.transaction(connection -> ask(connection, path(target, move), sql));
    } catch (MoveFailed e) {
      return Reason.of(e);
    }
  }

  private static String path(PostgresSide target, Move move) {
    return target.settings().schemas().stream()
        .map(schema -> Sql.name(move.tenant().fill(schema)))
        .collect(Collectors.joining(", "));
  }

  private static String ask(Connection connection, String path, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION READ ONLY");
      statement.execute("SET LOCAL search_path TO " + path);
      statement.execute("SET LOCAL statement_timeout = '" + SECONDS_MAX + "s'");
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        boolean no = row.next() && List.of("f", "false").contains(row.getString(1));
        return no ? "the answer is false" : "";
      }
    }
  }
}
