package dev.rehome.postgres.findings.rights;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the mover may not do at the target, each as the SQL that lets it. */
public final class TargetRights implements Look.Question {
  private static final String SCHEMA =
      """
      SELECT coalesce(pg_catalog.has_schema_privilege(n.oid, 'CREATE')
        AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'), true)
      FROM (SELECT ?::text AS name) AS wanted
      LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.name
      """;

  /** The owner of a table that is not the mover's; row security holds for owners when forced. */
  private static final String TABLE =
      """
      SELECT CASE WHEN NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')
          THEN pg_catalog.pg_get_userbyid(c.relowner) END AS owner,
        pg_catalog.row_security_active(c.oid) AS hidden
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ?
      """;

  @Override
  public List<Finding> ask(Look look) {
    return look.target()
        .with(
            connection -> {
              List<Finding> findings = new ArrayList<>();
              String mover = Sql.name(Rows.string(connection, "SELECT current_user"));
              Rights.common(look, look.target(), connection, mover, findings);
              for (String schema : look.targetSchemas()) {
                if (!Rows.truth(connection, SCHEMA, schema)) {
                  findings.add(
                      Rights.missing(
                          look,
                          look.target(),
                          "schema " + schema,
                          "the mover may not make objects in it",
                          "GRANT USAGE, CREATE ON SCHEMA " + Sql.name(schema) + " TO " + mover));
                }
              }
              for (ScopedTable table : look.scope().tables()) {
                table(look, connection, mover, table.target(), findings);
              }
              return findings;
            });
  }

  private static void table(
      Look look, Connection connection, String mover, TableName table, List<Finding> findings)
      throws SQLException {
    record Held(String owner, boolean hidden) {}
    for (Held held :
        Rows.of(
            connection,
            TABLE,
            row -> new Held(row.getString("owner"), row.getBoolean("hidden")),
            table.schema(),
            table.table())) {
      if (held.owner != null) {
        findings.add(
            Rights.missing(
                look,
                look.target(),
                table,
                "belongs to " + held.owner + ", whose rights the mover lacks",
                "GRANT " + Sql.name(held.owner) + " TO " + mover));
      } else if (held.hidden) {
        findings.add(
            Rights.missing(
                look,
                look.target(),
                table,
                "row security applies to the mover",
                "ALTER ROLE " + mover + " BYPASSRLS"));
      }
    }
  }
}
