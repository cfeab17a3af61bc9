package dev.rehome.postgres.discover;

import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.OptionalLong;

/**
 * What the rows of the source say of a proposal: counted for a few seconds each, and empty where
 * that was too short, or the rows may not be read. In one transaction that only reads.
 */
record SourceRows(Connection connection) {
  private static final int MILLIS_MAX = 3_000;

  static SourceRows of(Connection connection, Look look) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION READ ONLY");
      statement.execute("SET LOCAL statement_timeout = " + MILLIS_MAX);
    }
    SearchPath.set(connection, SearchPath.source(look.scope()));
    return new SourceRows(connection);
  }

  OptionalLong count(TableName table, String where) {
    try {
      Savepoint before = connection.setSavepoint();
      try {
        String question = "SELECT count(*) FROM %s WHERE %s".formatted(table.sql(), where);
        return OptionalLong.of(Long.parseLong(Rows.plain(connection, question)));
      } catch (SQLException e) {
        connection.rollback(before);
        return OptionalLong.empty();
      }
    } catch (SQLException e) {
      return OptionalLong.empty();
    }
  }
}
