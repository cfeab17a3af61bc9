package dev.rehome.postgres.schema.rights;

import dev.rehome.postgres.scope.Definition.Subject;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A right that objects get which a role will make.
 *
 * @param schema where; empty for everywhere in the database
 * @param role who will make them
 * @param kind as ALTER DEFAULT PRIVILEGES says, e.g. {@code TABLES}
 * @param holder who gets it; empty for PUBLIC
 */
public record DefaultPrivilege(
    String schema, String role, String kind, String what, String holder, boolean grantable) {
  private static final String QUESTION =
      """
      SELECT coalesce(n.nspname, '') AS schema, pg_catalog.pg_get_userbyid(d.defaclrole) AS role,
        CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
          WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' END AS kind,
        a.privilege_type,
        CASE WHEN a.grantee = 0 THEN '' ELSE pg_catalog.pg_get_userbyid(a.grantee) END AS holder,
        a.is_grantable
      FROM pg_catalog.pg_default_acl d
      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
      CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) AS a
      WHERE d.defaclobjtype IN ('r', 'S', 'f', 'T', 'n')
        AND (d.defaclnamespace = 0 OR n.nspname = ANY (?))
      ORDER BY 1, 2, 3, 4, 5
      """;

  /** Those of some schemas, and those of the whole database. */
  public static List<DefaultPrivilege> read(Connection connection, List<String> schemas)
      throws SQLException {
    return Rows.of(
        connection,
        QUESTION,
        row ->
            new DefaultPrivilege(
                row.getString("schema"),
                row.getString("role"),
                row.getString("kind"),
                row.getString("privilege_type"),
                row.getString("holder"),
                row.getBoolean("is_grantable")),
        schemas);
  }

  /** In the target's names. */
  private DefaultPrivilege renamed(String targetSchema, TargetRoles roles) {
    return new DefaultPrivilege(
        targetSchema,
        roles.named(role),
        kind,
        what,
        holder.isEmpty() ? "" : roles.named(holder),
        grantable);
  }

  /** Those of a pair that the target can have, in its names; MAINTAIN only where it knows it. */
  static List<DefaultPrivilege> wanted(
      PostgresSide source, PostgresSide target, SchemaPair pair, TargetRoles roles) {
    int major = target.with(connection -> connection.getMetaData().getDatabaseMajorVersion());
    List<DefaultPrivilege> wanted = new ArrayList<>();
    for (DefaultPrivilege one :
        source.with(connection -> read(connection, List.of(pair.source())))) {
      if (!one.schema.isEmpty()
          && roles.has(one.role)
          && (one.holder.isEmpty() || roles.has(one.holder))
          && (major >= 17 || !one.what.equals("MAINTAIN"))) {
        wanted.add(one.renamed(pair.target(), roles));
      }
    }
    return wanted;
  }

  /** Those that the target lacks. */
  public static List<DefaultPrivilege> missing(
      PostgresSide source, PostgresSide target, SchemaPair pair, TargetRoles roles) {
    Set<DefaultPrivilege> present =
        new HashSet<>(target.with(connection -> read(connection, List.of(pair.target()))));
    return wanted(source, target, pair, roles).stream()
        .filter(one -> !present.contains(one))
        .toList();
  }

  /** Adds what is to be, and what is. What the target has beyond it is its own. */
  public static void compare(
      PostgresSide source,
      PostgresSide target,
      SchemaPair pair,
      TargetRoles roles,
      Map<Subject, String> there,
      Map<Subject, String> here) {
    List<DefaultPrivilege> missing = missing(source, target, pair, roles);
    for (DefaultPrivilege one : wanted(source, target, pair, roles)) {
      Subject subject = new Subject("", "default privileges: " + one.grant());
      there.put(subject, "given");
      if (!missing.contains(one)) {
        here.put(subject, "given");
      }
    }
  }

  public String grant() {
    return begin()
        + "GRANT %s ON %s TO %s%s"
            .formatted(what, kind, to(), grantable ? " WITH GRANT OPTION" : "");
  }

  String revoke() {
    return begin() + "REVOKE %s ON %s FROM %s".formatted(what, kind, to());
  }

  private String begin() {
    return "ALTER DEFAULT PRIVILEGES FOR ROLE %s%s "
        .formatted(Sql.name(role), schema.isEmpty() ? "" : " IN SCHEMA " + Sql.name(schema));
  }

  private String to() {
    return holder.isEmpty() ? "PUBLIC" : Sql.name(holder);
  }
}
