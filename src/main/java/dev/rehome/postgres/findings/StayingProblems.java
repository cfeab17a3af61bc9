package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What hangs on the tables or the database and does not come along. */
final class StayingProblems implements Look.Question {
  private static final String PUBLICATIONS =
      """
      SELECT p.pubname, pg_catalog.count(*), pg_catalog.min(t.tablename)
      FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_tables t USING (pubname)
      WHERE t.schemaname = ANY (?) GROUP BY 1 ORDER BY 1
      """;

  private static final String SLOTS =
      """
      SELECT slot_name, coalesce(plugin, ''), active FROM pg_catalog.pg_replication_slots
      WHERE slot_type = 'logical' AND database = pg_catalog.current_database() ORDER BY 1
      """;

  private static final String EVENT_TRIGGERS =
      """
      SELECT t.evtname, t.evtevent || ' runs ' || t.evtfoid::regprocedure
      FROM pg_catalog.pg_event_trigger t
      WHERE t.evtenabled <> 'D' AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend e
        WHERE e.classid = 'pg_event_trigger'::regclass AND e.objid = t.oid AND e.deptype = 'e')
      ORDER BY 1
      """;

  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    look.source()
        .with(
            connection -> {
              publications(look, connection, findings);
              slots(look, connection, findings);
              eventTriggers(look, connection, findings);
              return null;
            });
    return findings;
  }

  private static void publications(Look look, Connection connection, List<Finding> findings)
      throws SQLException {
    findings.addAll(
        Rows.of(
            connection,
            PUBLICATIONS,
            row ->
                look.note(
                    look.source(),
                    "publication " + row.getString(1),
                    "publishes %d tables of the move, %s among them, and does not come along"
                        .formatted(row.getLong(2), row.getString(3)),
                    "if the target is to publish them: CREATE PUBLICATION "
                        + Sql.name(row.getString(1))
                        + " there, and point the subscribers at it"),
            look.sourceSchemas()));
  }

  private static void slots(Look look, Connection connection, List<Finding> findings)
      throws SQLException {
    findings.addAll(
        Rows.of(
            connection,
            SLOTS,
            row ->
                look.note(
                    look.source(),
                    "logical slot " + row.getString(1),
                    "is read by %s%s; it stays, and sees none of the tenant's changes after the move"
                        .formatted(
                            row.getString(2),
                            row.getBoolean(3) ? "" : ", by nobody just now (it holds back WAL)"),
                    "give its reader a slot at the target, or drop it if nobody reads it")));
  }

  private static void eventTriggers(Look look, Connection connection, List<Finding> findings)
      throws SQLException {
    findings.addAll(
        Rows.of(
            connection,
            EVENT_TRIGGERS,
            row ->
                look.note(
                    look.source(),
                    "event trigger " + row.getString(1),
                    "at "
                        + row.getString(2)
                        + "; it belongs to the database and does not come along",
                    "if it is wanted at the target, a superuser makes it there after the move")));
  }
}
