package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.findings.rights.Rights;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.QuietSession;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What would fire for the move's own rows in tables that others share: nothing may, and nothing can
 * be disabled there, since neighbours write.
 */
public final class QuietProblems implements Look.Question {
  private static final String TREE =
      """
      WITH RECURSIVE tree (id) AS (
        SELECT pg_catalog.to_regclass(name)::oid FROM pg_catalog.unnest(?::text[]) AS name
        UNION
        SELECT i.inhrelid FROM tree
        JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.id
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition)
      """;

  /** Of INSERT (4) and DELETE (8), which copy and undo do; those that fire in spite of all last. */
  private static final String TRIGGERS =
      TREE
          + """
          SELECT DISTINCT n.nspname, c.relname, t.tgname, t.tgenabled IN ('R', 'A') AS always
          FROM pg_catalog.pg_trigger t
          JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE t.tgrelid IN (SELECT id FROM tree) AND t.tgtype & 12 <> 0
            AND t.tgname NOT LIKE 'rehome\\_guard\\_%'
            AND (t.tgenabled IN ('R', 'A') OR t.tgenabled = 'O' AND NOT t.tgisinternal)
          ORDER BY 4, 1, 2, 3
          """;

  private static final String PAST_REPLICATION =
      TREE
          + """
          SELECT DISTINCT n.nspname, c.relname, t.tgname, t.tgenabled = 'R' AS replica
          FROM pg_catalog.pg_trigger t
          JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE t.tgrelid IN (SELECT id FROM tree) AND t.tgname NOT LIKE 'rehome\\_guard\\_%'
            AND t.tgenabled IN ('R', 'A') AND NOT t.tgisinternal
          ORDER BY 1, 2, 3
          """;

  private static final String FOREIGN_KEYS =
      TREE
          + """
          SELECT pg_catalog.count(*) FROM pg_catalog.pg_constraint
          WHERE contype = 'f' AND conparentid = 0
            AND (conrelid IN (SELECT id FROM tree) OR confrelid IN (SELECT id FROM tree))
          """;

  /**
   * Checked by a trigger of the server's own, which a quiet session does not fire: a neighbour's
   * equal key would not be seen. One over the tenant's column has no neighbours.
   */
  private static final String DEFERRABLE =
      TREE
          + """
          SELECT n.nspname, c.relname, k.conname,
            ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                  WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS columns
          FROM pg_catalog.pg_constraint k
          JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE k.conrelid IN (SELECT id FROM tree) AND k.contype IN ('p', 'u', 'x')
            AND k.condeferrable AND k.conparentid = 0
          ORDER BY 1, 2, 3
          """;

  private record Trigger(TableName table, String name, boolean always) {}

  @Override
  public List<Finding> ask(Look look) {
    if (look.move().options().mirrored()) {
      return List.of();
    }
    if (!look.target().shared()) {
      return comingAlong(look);
    }
    List<String> tables =
        look.scope().tables().stream()
            .filter(table -> !(table.reach() instanceof Reach.Reference))
            .map(ScopedTable::target)
            .map(TableName::sql)
            .toList();
    return look.target().with(connection -> ask(look, connection, tables));
  }

  /** The move's rows are put in before there are triggers: these fire for what is replicated. */
  private static List<Finding> comingAlong(Look look) {
    List<String> tables =
        look.scope().tables().stream().map(ScopedTable::source).map(TableName::sql).toList();
    return look.source()
        .with(
            connection ->
                Rows.of(
                    connection,
                    PAST_REPLICATION,
                    row ->
                        look.note(
                            look.source(),
                            new TableName(row.getString(1), row.getString(2)),
                            "its trigger %s is enabled as %s, and comes along so: it fires under session_replication_role = replica too"
                                .formatted(
                                    row.getString(3), row.getBoolean(4) ? "REPLICA" : "ALWAYS"),
                            "no need for the move; see that rows which are replicated to or from"
                                + " the target are to fire it"),
                    tables));
  }

  private static List<Finding> ask(Look look, Connection connection, List<String> tables)
      throws SQLException {
    List<Finding> findings = new ArrayList<>();
    List<Trigger> triggers =
        Rows.of(
            connection,
            TRIGGERS,
            row ->
                new Trigger(
                    new TableName(row.getString(1), row.getString(2)),
                    row.getString(3),
                    row.getBoolean(4)),
            tables);
    for (Trigger trigger : triggers) {
      if (trigger.always) {
        findings.add(
            look.blocking(
                look.target(),
                "trigger %s of %s".formatted(trigger.name, trigger.table),
                "is enabled as REPLICA or ALWAYS, and would fire for the moved rows",
                "enable it in the ordinary way until the tenant has moved, or drop it"));
      }
    }
    findings.addAll(deferrable(look, connection, tables));
    long loud = triggers.stream().filter(trigger -> !trigger.always).count();
    long keys = Long.parseLong(Rows.string(connection, FOREIGN_KEYS, tables));
    if (loud + keys > 0 && !QuietSession.allowed(connection)) {
      findings.add(
          Rights.missing(
              look,
              look.target(),
              "tables",
              "%d triggers and %d foreign keys would fire for the moved rows, and the mover may not keep them quiet"
                  .formatted(loud, keys),
              QuietSession.remedy(connection)));
    }
    return findings;
  }

  private record Deferrable(TableName table, String name, List<String> columns) {}

  private static List<Finding> deferrable(Look look, Connection connection, List<String> tables)
      throws SQLException {
    return Rows.of(
            connection,
            DEFERRABLE,
            row ->
                new Deferrable(
                    new TableName(row.getString(1), row.getString(2)),
                    row.getString(3),
                    List.of((String[]) row.getArray(4).getArray())),
            tables)
        .stream()
        .filter(key -> !ofTheTenantAlone(look, key))
        .map(
            key ->
                look.blocking(
                    look.target(),
                    "key %s of %s".formatted(key.name, key.table),
                    "is deferrable: it would not be checked for the moved rows",
                    "make it NOT DEFERRABLE (ALTER TABLE … DROP CONSTRAINT, ADD CONSTRAINT)"))
        .toList();
  }

  private static boolean ofTheTenantAlone(Look look, Deferrable key) {
    return look.scope().tables().stream()
        .filter(table -> table.target().equals(key.table))
        .anyMatch(
            table ->
                table.reach() instanceof Reach.ByColumn reach
                    && key.columns.contains(reach.column()));
  }
}
