package dev.rehome.journal.purge;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A purge as people see it: a row of {@code _system.purges}.
 *
 * @param cell the one that the move has left
 * @param state {@code checking}, {@code deleting}, {@code done} or {@code refused}
 * @param owner who works on it; empty if nobody does
 * @param found what was there, in words, by kinds, e.g. {@code 998 rows, 100 objects}; the two
 *     numbers count all kinds
 * @param live whether the owner's lease has not run out
 */
public record PurgeRow(
    String purge,
    String move,
    String tenant,
    String cell,
    String state,
    String owner,
    boolean live,
    long rowsFound,
    long rowsDeleted,
    String found,
    String message,
    Instant begunAt,
    Instant changedAt) {
  static final String COLUMNS =
      """
      SELECT id, move, tenant, database, state, coalesce(owner, '') AS owner,
             until > clock_timestamp() AS live, rows_found, rows_deleted,
             coalesce(found, rows_found || ' rows') AS found, message, begun_at, changed_at
      FROM _system.purges
      """;

  static PurgeRow of(ResultSet row) throws SQLException {
    return new PurgeRow(
        row.getString("id"),
        row.getString("move"),
        row.getString("tenant"),
        row.getString("database"),
        row.getString("state"),
        row.getString("owner"),
        row.getBoolean("live"),
        row.getLong("rows_found"),
        row.getLong("rows_deleted"),
        row.getString("found"),
        row.getString("message"),
        row.getTimestamp("begun_at").toInstant(),
        row.getTimestamp("changed_at").toInstant());
  }

  /** Whether it is neither done nor refused. */
  public boolean open() {
    return state.equals("checking") || state.equals("deleting");
  }

  @Override
  public String toString() {
    return "purge " + purge + " of " + tenant + " at " + cell;
  }
}
