package dev.rehome.postgres.purge;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows of shared tables that the tenant needed: others do too, and no purge deletes them. */
record StayingRows(String cell, Remains remains) {
  /** A note for each table that has some; asked before what their conditions read is gone. */
  List<Finding> notes(Connection source) throws SQLException {
    List<Finding> notes = new ArrayList<>();
    for (ScopedTable table : remains.scope().tables()) {
      if (table.reach() instanceof Reach.Shared) {
        String needed =
            "FROM %s%s WHERE %s"
                .formatted(
                    table.only(), table.source().sql(), table.reach().where(remains.tenantId()));
        long rows = Batch.count(source, "SELECT pg_catalog.count(*) " + needed);
        if (rows > 0) {
          notes.add(
              Finding.note(
                      PostgresPurge.NAME,
                      table.source().toString(),
                      "is in shared-tables: what the tenant needed of it stays, for others",
                      "nothing to do")
                  .in(cell)
                  .rows(rows, List.of(), "SELECT * " + needed));
        }
      }
    }
    return notes;
  }
}
