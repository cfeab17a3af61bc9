package dev.rehome.postgres.copy.shared;

import dev.rehome.model.Move;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Rows that a move brought and the source has otherwise by now. They are written where they are:
 * others may refer to them, and no foreign key is looked at for the move's writes. Hence a column
 * that one refers to stays as it is, and so does a row that somebody else has written since; the
 * proof says whether that will do.
 */
final class StaleRows {
  /** One assignment for each column of the first table that the second may be given. */
  private static final String SETS =
      """
      SELECT pg_catalog.string_agg(pg_catalog.format('%1$I = _rehome_new.%1$I', a.attname), ', ')
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_attribute new ON new.attname = a.attname
        AND new.attrelid = pg_catalog.to_regclass(?) AND new.attnum > 0
      WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attidentity <> 'a'
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_constraint k
          WHERE k.contype = 'p' AND k.conrelid = a.attrelid AND a.attnum = ANY (k.conkey)
            OR k.contype = 'f' AND k.confrelid = a.attrelid AND a.attnum = ANY (k.confkey))
      """;

  private StaleRows() {}

  /**
   * In the caller's transaction, by a table that nobody else sees.
   *
   * @param which a condition over either side's table
   */
  static void bring(
      Connection target, Move move, NeededRows rows, String which, NeededRows.Bring bring)
      throws SQLException {
    String anew = "_rehome." + Sql.name("anew " + move.id());
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          "CREATE TABLE %s AS SELECT %s FROM %s WITH NO DATA"
              .formatted(anew, rows.columns(), rows.to()));
      bring.rows(which, rows.into(anew));
      String sets = Rows.string(target, SETS, anew, rows.table().sql());
      if (sets != null) {
        statement.execute(
            "UPDATE %s AS _rehome_old SET %s FROM %s AS _rehome_new WHERE %s AND %s"
                .formatted(
                    rows.to(), sets, anew, rows.same(), NeededRows.ours(move, "_rehome_old.xmin")));
      }
      statement.execute("DROP TABLE " + anew);
    }
  }
}
