package dev.rehome.postgres.schema.rights;

import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A role that the objects of a schema name.
 *
 * @param how as in pg_shdepend: {@code o} owns, {@code a} is in an access list, {@code r} is named
 *     by a policy
 * @param schema where the object is
 * @param reaches whether the role has USAGE on the schema, by itself or by PUBLIC
 */
public record RoleUse(String role, String how, String schema, boolean reaches) {
  /** Without the objects of extensions. */
  private static final String QUESTION =
      """
      WITH places AS (
        SELECT 'pg_class'::regclass::oid AS class, c.oid, c.relnamespace AS schema FROM pg_class c
        UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typnamespace FROM pg_type t
        UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.pronamespace FROM pg_proc p
        UNION ALL SELECT 'pg_namespace'::regclass, n.oid, n.oid FROM pg_namespace n
        UNION ALL SELECT 'pg_policy'::regclass, p.oid, c.relnamespace
          FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid)
      SELECT DISTINCT r.rolname, s.deptype::text AS how, n.nspname,
        pg_catalog.has_schema_privilege(r.oid, n.oid, 'USAGE') AS reaches
      FROM pg_catalog.pg_shdepend s
      JOIN pg_catalog.pg_database d ON d.oid = s.dbid AND d.datname = pg_catalog.current_database()
      JOIN places p ON p.class = s.classid AND p.oid = s.objid
      JOIN pg_catalog.pg_namespace n ON n.oid = p.schema
      JOIN pg_catalog.pg_roles r ON r.oid = s.refobjid
      WHERE n.nspname = ANY (?) AND s.refclassid = 'pg_authid'::regclass
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend e
          WHERE e.classid = s.classid AND e.objid = s.objid AND e.deptype = 'e')
      ORDER BY 1, 2, 3
      """;

  public static List<RoleUse> read(Connection source, List<String> schemas) throws SQLException {
    return Rows.of(
        source,
        QUESTION,
        row ->
            new RoleUse(
                row.getString("rolname"),
                row.getString("how"),
                row.getString("nspname"),
                row.getBoolean("reaches")),
        schemas);
  }
}
