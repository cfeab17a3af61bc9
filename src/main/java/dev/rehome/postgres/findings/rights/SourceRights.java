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

/** What the mover may not do at the source, each as the SQL that lets it. */
public final class SourceRights implements Look.Question {
  /** No right to a table that was dropped meanwhile can be missing. */
  private static final String TABLE =
      """
      SELECT pg_catalog.pg_get_userbyid(c.relowner) AS owner,
        pg_catalog.pg_has_role(c.relowner, 'USAGE') AS owned,
        coalesce(pg_catalog.has_table_privilege(c.oid, 'SELECT'), true) OR EXISTS (
          SELECT FROM pg_catalog.unnest(?) AS r (role)
          WHERE pg_catalog.has_table_privilege(r.role::name, c.oid, 'SELECT')) AS readable,
        pg_catalog.row_security_active(c.oid) AS hidden,
        c.relforcerowsecurity AS forced
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ?
      """;

  /** Those of the tables, by schemas and names, whose rights the mover lacks. */
  private static final String OWNERS =
      """
      SELECT DISTINCT r.rolname, r.rolsuper
      FROM ROWS FROM (pg_catalog.unnest(?), pg_catalog.unnest(?)) AS wanted (schema, name)
      JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
      JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
      JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
      WHERE NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')
      """;

  /** Also by a role that the mover is told to be made a member of. */
  private static final String SCHEMA =
      """
      SELECT pg_catalog.has_schema_privilege(s.name, 'USAGE') OR EXISTS (
        SELECT FROM pg_catalog.unnest(?) AS r (role)
        WHERE pg_catalog.has_schema_privilege(r.role::name, s.name, 'USAGE'))
      FROM (SELECT ?::text AS name) AS s
      """;

  /** pg_dump locks every table, and reads what sequences stand at. */
  private static final String OTHERS =
      """
      SELECT n.nspname, c.relname
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?)
        AND CASE c.relkind WHEN 'S' THEN NOT pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
          AND NOT EXISTS (
            SELECT FROM pg_catalog.unnest(?) AS r (role)
            WHERE pg_catalog.has_sequence_privilege(r.role::name, c.oid, 'SELECT')) END
      ORDER BY 1, 2
      """;

  private record Held(
      String owner, boolean owned, boolean readable, boolean hidden, boolean forced) {}

  /**
   * The roles whose rights the mover is told to be given, and which of them bring the rights that
   * they have: a member of a superuser is none.
   */
  private record Granted(List<String> owners, List<String> bringing) {
    static Granted of(Connection connection, Look look) throws SQLException {
      List<TableName> fenced =
          look.scope().atSource().tables().stream()
              .filter(table -> table.reach().fenced())
              .flatMap(table -> table.leaves().stream())
              .map(ScopedTable.Leaf::name)
              .toList();
      record Owner(String name, boolean superuser) {}
      List<Owner> owners =
          Rows.of(
              connection,
              OWNERS,
              row -> new Owner(row.getString("rolname"), row.getBoolean("rolsuper")),
              fenced.stream().map(TableName::schema).toList(),
              fenced.stream().map(TableName::table).toList());
      return new Granted(
          owners.stream().map(Owner::name).toList(),
          owners.stream().filter(owner -> !owner.superuser).map(Owner::name).toList());
    }
  }

  @Override
  public List<Finding> ask(Look look) {
    return look.source()
        .with(
            connection -> {
              List<Finding> findings = new ArrayList<>();
              String mover = Sql.name(Rows.string(connection, "SELECT current_user"));
              Rights.common(look, look.source(), connection, mover, findings);
              Granted granted = Granted.of(connection, look);
              for (String schema : look.sourceSchemas()) {
                if (!Rows.truth(connection, SCHEMA, granted.bringing, schema)) {
                  findings.add(
                      Rights.missing(
                          look,
                          look.source(),
                          "schema " + schema,
                          "may not be used",
                          "GRANT USAGE ON SCHEMA " + Sql.name(schema) + " TO " + mover));
                }
              }
              for (ScopedTable table : look.scope().atSource().tables()) {
                table(look, connection, mover, granted, table, findings);
              }
              for (TableName sequence :
                  Rows.of(
                      connection,
                      OTHERS,
                      row -> new TableName(row.getString(1), row.getString(2)),
                      look.sourceSchemas(),
                      granted.bringing)) {
                findings.add(
                    Rights.missing(
                        look,
                        look.source(),
                        sequence,
                        "may not be read",
                        "GRANT SELECT ON SEQUENCE " + sequence.sql() + " TO " + mover));
              }
              return findings;
            });
  }

  /** The fence puts triggers on a table, and takes them off again: that is its owner's right. */
  private static void table(
      Look look,
      Connection connection,
      String mover,
      Granted granted,
      ScopedTable table,
      List<Finding> findings)
      throws SQLException {
    for (ScopedTable.Leaf leaf : table.leaves()) {
      TableName name = leaf.name();
      for (Held held :
          Rows.of(
              connection,
              TABLE,
              row ->
                  new Held(
                      row.getString("owner"),
                      row.getBoolean("owned"),
                      row.getBoolean("readable"),
                      row.getBoolean("hidden"),
                      row.getBoolean("forced")),
              granted.bringing,
              name.schema(),
              name.table())) {
        boolean brought = granted.owners.contains(held.owner);
        missing(look, mover, name, table.reach().fenced(), brought, held, findings);
      }
    }
  }

  private static void missing(
      Look look,
      String mover,
      TableName name,
      boolean fenced,
      boolean brought,
      Held held,
      List<Finding> findings) {
    if (fenced && !held.owned) {
      findings.add(
          Rights.missing(
              look,
              look.source(),
              name,
              "belongs to " + held.owner + ", whose rights the mover lacks: no fence",
              "GRANT " + Sql.name(held.owner) + " TO " + mover));
    } else if (!held.readable) {
      findings.add(
          Rights.missing(
              look,
              look.source(),
              name,
              "may not be read",
              "GRANT SELECT ON TABLE " + name.sql() + " TO " + mover));
    }
    // who has the owner's rights sees all rows, unless row security is forced on owners too
    if (held.hidden && (held.forced || !brought)) {
      findings.add(
          Rights.missing(
              look,
              look.source(),
              name,
              "row security hides rows from the mover",
              "ALTER ROLE " + mover + " BYPASSRLS"));
    }
  }
}
