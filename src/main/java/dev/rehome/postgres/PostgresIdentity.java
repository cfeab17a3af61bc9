package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.postgres.side.PostgresCells;
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
  /**
   * The timeline is the one being written: that of the last checkpoint stays the old one for
   * minutes after a promotion. Works without superuser.
   */
  public static final String QUERY =
      """
      SELECT system_identifier || '/'
        || substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8)
        || '/' || current_database()
      FROM pg_catalog.pg_control_system()
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
