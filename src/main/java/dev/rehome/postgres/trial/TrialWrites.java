package dev.rehome.postgres.trial;

import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tries to update, insert and delete a row of each of some tables, with the application's triggers
 * firing, those after the row and deferred ones too: a default or a function that names something
 * which did not come along passes every digest and fails every write. Each write is taken back at
 * once. What a rollback does not take back stays: values that were drawn from sequences, and what a
 * trigger does outside of the database.
 *
 * <p>One round trip for all tables. A row is updated to itself; its columns that have no default
 * are inserted once more; where that does not reach the end, as for a key without a default, or
 * where there are triggers of DELETE, the row is deleted and inserted again, as one statement,
 * without the foreign keys that would do something to those that refer to it.
 */
public final class TrialWrites {
  private static final String TRIAL = Bookkeeping.read("/postgres/trial-writes.sql");

  private static final String TRIED =
      """
      SELECT * FROM pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('rehome.tried')::jsonb)
        AS r (place text, operation text, state text, message text, setting boolean, triggers text)
      """;

  private TrialWrites() {}

  /**
   * The trial, in the caller's transaction, whose search_path is the application's.
   *
   * @param tables as SQL; one that is not there is left out
   * @return what was refused, for whatever reason, the first of each table and reason
   */
  public static List<RefusedWrite> attempt(Connection target, List<String> tables)
      throws SQLException {
    String names =
        tables.stream().map(Sql::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    List<RefusedWrite> refusals = new ArrayList<>();
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          "SELECT pg_catalog.set_config('rehome.trial', (%s)::text, true);\n%s;\n%s"
              .formatted(names, TRIAL.strip(), TRIED));
      while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
        ResultSet row = statement.getResultSet();
        while (row != null && row.next()) {
          RefusedWrite refusal = refusal(row);
          if (refusals.stream().noneMatch(refusal::repeats)) {
            refusals.add(refusal);
          }
        }
      }
    }
    return refusals;
  }

  private static RefusedWrite refusal(ResultSet row) throws SQLException {
    String triggers = row.getString("triggers");
    return new RefusedWrite(
        row.getString("place"),
        row.getString("operation"),
        triggers == null ? "" : triggers,
        row.getString("state"),
        row.getString("message"),
        row.getBoolean("setting"));
  }
}
