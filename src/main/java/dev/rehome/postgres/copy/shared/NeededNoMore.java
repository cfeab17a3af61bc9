package dev.rehome.postgres.copy.shared;

import dev.rehome.model.Move;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that a move brought and the tenant needs no more. Those go that nobody else has written or
 * refers to, nor is about to: a row that an open transaction holds is not waited for, and stays.
 */
record NeededNoMore(Connection source, Connection target, Move move, NeededRows rows) {
  void delete() throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(NeededRows.BATCH_ROWS);
      try (ResultSet row =
          statement.executeQuery(BroughtKeys.question(move, rows.table(), rows.parts()))) {
        List<List<String>> batch = new ArrayList<>();
        boolean more = row.next();
        while (more) {
          batch.add(rows.read(row, "", 1));
          more = row.next();
          if (!more || batch.size() == NeededRows.BATCH_ROWS) {
            delete(held(gone(batch)));
            batch.clear();
          }
        }
      }
    }
  }

  /** Which of them the source no longer says. */
  private List<List<String>> gone(List<List<String>> keys) throws SQLException {
    return some(
        source,
        keys,
        "SELECT _rehome_place FROM %s WHERE NOT EXISTS (SELECT FROM %s AND %s)"
            .formatted(rows.list(keys), rows.needed(), rows.there()));
  }

  /** Which of them nobody holds: who would refer to one from now on waits until it is gone. */
  private List<List<String>> held(List<List<String>> keys) throws SQLException {
    return keys.isEmpty()
        ? keys
        : some(
            target,
            keys,
            "SELECT _rehome_place FROM %s CROSS JOIN LATERAL (SELECT FROM %s WHERE %s AND %s FOR UPDATE SKIP LOCKED) AS _rehome_row"
                .formatted(
                    rows.list(keys), rows.to(), rows.there(), NeededRows.ours(move, "xmin")));
  }

  private void delete(List<List<String>> keys) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    StringBuilder nobody = new StringBuilder();
    for (Referring key : Referring.to(target, rows.table())) {
      nobody.append(" AND ").append(key.nobody("_rehome_old"));
    }
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          "DELETE FROM %s AS _rehome_old WHERE %s AND %s%s"
              .formatted(
                  rows.to(), rows.exists(keys), NeededRows.ours(move, "_rehome_old.xmin"), nobody));
    }
  }

  private static List<List<String>> some(Connection side, List<List<String>> keys, String places)
      throws SQLException {
    List<List<String>> some = new ArrayList<>();
    try (Statement statement = side.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(places)) {
        while (row.next()) {
          some.add(keys.get(row.getInt(1) - 1));
        }
      }
    }
    return some;
  }
}
