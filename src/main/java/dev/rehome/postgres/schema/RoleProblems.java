package dev.rehome.postgres.schema;

import dev.rehome.model.Finding;
import dev.rehome.postgres.Sql;
import java.util.ArrayList;
import java.util.List;

/** Roles that own, are granted or are named by something in the scope, and the target lacks. */
final class RoleProblems implements Look.Question {
  /** pg_shdepend: o owner, a access list, r policy; without the objects of extensions. */
  private static final String QUESTION =
      """
      WITH places AS (
        SELECT 'pg_class'::regclass::oid AS class, c.oid, c.relnamespace AS schema FROM pg_class c
        UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typnamespace FROM pg_type t
        UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.pronamespace FROM pg_proc p
        UNION ALL SELECT 'pg_namespace'::regclass, n.oid, n.oid FROM pg_namespace n
        UNION ALL SELECT 'pg_policy'::regclass, p.oid, c.relnamespace
          FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid)
      SELECT DISTINCT r.rolname, s.deptype::text AS how, p.class = 'pg_namespace'::regclass AS of_schema,
        n.nspname
      FROM pg_catalog.pg_shdepend s
      JOIN pg_catalog.pg_database d ON d.oid = s.dbid AND d.datname = pg_catalog.current_database()
      JOIN places p ON p.class = s.classid AND p.oid = s.objid
      JOIN pg_catalog.pg_namespace n ON n.oid = p.schema
      JOIN pg_catalog.pg_roles r ON r.oid = s.refobjid
      WHERE n.nspname = ANY (?) AND s.refclassid = 'pg_authid'::regclass
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend e
          WHERE e.classid = s.classid AND e.objid = s.objid AND e.deptype = 'e')
      ORDER BY 1, 2
      """;

  private record Use(String role, String how, String schema) {}

  @Override
  public List<Finding> ask(Look look) {
    if (look.targetTables().present()) {
      return List.of();
    }
    List<Use> uses =
        look.source()
            .with(
                connection ->
                    Rows.of(
                        connection,
                        QUESTION,
                        row ->
                            new Use(
                                row.getString("rolname"),
                                row.getString("how"),
                                row.getString("nspname")),
                        look.sourceSchemas()));
    TargetRoles roles =
        look.target()
            .with(
                connection ->
                    TargetRoles.read(
                        connection, look.source().settings().roleMap(), look.targetSchemas()));
    List<Finding> findings = new ArrayList<>();
    for (Use use : uses.stream().distinct().toList()) {
      Finding finding = finding(look, roles, use);
      if (finding != null && !findings.contains(finding)) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private static Finding finding(Look look, TargetRoles roles, Use use) {
    String name = roles.named(use.role);
    String schema =
        look.scope().schemas().stream()
            .filter(pair -> pair.source().equals(use.schema))
            .findFirst()
            .orElseThrow()
            .target();
    String make = "run at " + look.target().cell() + ": CREATE ROLE " + Sql.name(name) + ";";
    return switch (use.how) {
      case "o" ->
          roles.mayOwn(use.role, schema)
              ? null
              : look.note(
                  look.target(),
                  "role " + name,
                  "owns objects at the source and cannot own them in schema "
                      + schema
                      + ": they will be the mover's",
                  "make the role, the mover its member, and GRANT it CREATE ON SCHEMA "
                      + Sql.name(schema));
      case "r" ->
          roles.has(use.role)
              ? null
              : look.blocking(
                  look.target(), "role " + name, "is named by a policy, and is not there", make);
      default ->
          roles.has(use.role)
              ? null
              : look.note(
                  look.target(),
                  "role " + name,
                  "is granted rights at the source, and is not there: they are left out",
                  make);
    };
  }
}
