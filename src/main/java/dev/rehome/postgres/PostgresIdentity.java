package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.store.Identity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * System identifier, timeline and database of both sides. A promoted standby has the identifier of
 * the server that it replaces and the next timeline.
 */
public final class PostgresIdentity implements Identity {
  /** Works without superuser: both functions may be executed by everybody. */
  public static final String QUERY =
      """
      SELECT s.system_identifier || '/' || c.timeline_id || '/' || current_database()
      FROM pg_catalog.pg_control_system() s, pg_catalog.pg_control_checkpoint() c
      """;

  private final PostgresCells cells;

  public PostgresIdentity(PostgresCells cells) {
    this.cells = cells;
  }

  @Override
  public Map<String, String> of(Move move) {
    return Map.of(
        "source", cells.source(move).with(PostgresIdentity::read),
        "target", cells.target(move).with(PostgresIdentity::read));
  }

  private static String read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      row.next();
      return row.getString(1);
    }
  }
}
