package dev.rehome.postgres.findings.rights;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.parity.PrivilegeParity;
import dev.rehome.postgres.schema.parity.SchemaParity;
import dev.rehome.postgres.schema.rights.Carried;
import dev.rehome.postgres.schema.rights.DefaultPrivilege;
import dev.rehome.postgres.schema.rights.RoleSetting;
import dev.rehome.postgres.schema.rights.RoleUse;
import dev.rehome.postgres.schema.rights.TargetRoles;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What would keep the rights in the target from being the source's: default privileges and settings
 * of roles that the mover may not give, default privileges of the mover itself, and, where the
 * tables are there already, every right that differs.
 */
public final class PrivilegeProblems implements Look.Question {
  /** What objects get that the mover makes, beyond or short of what is built in. */
  private static final String OF_MOVER =
      """
      WITH found AS (
        SELECT d.defaclobjtype, n.nspname, d.defaclrole, d.defaclacl,
          CASE WHEN d.defaclnamespace = 0
            THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)
            ELSE '{}' END AS plain
        FROM pg_catalog.pg_default_acl d
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
        WHERE d.defaclrole = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
          AND d.defaclobjtype IN ('r', 'S', 'f', 'T', 'n') AND (n.nspname IS NULL OR n.nspname = ANY (?))),
      changes AS (
        SELECT f.*, 'REVOKE' AS verb, 'FROM' AS of, a.grantee, a.privilege_type, '' AS more
        FROM found f CROSS JOIN LATERAL pg_catalog.aclexplode(f.defaclacl) AS a
        WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(f.plain) AS p
          WHERE p.grantee = a.grantee AND p.privilege_type = a.privilege_type)
        UNION ALL
        SELECT f.*, 'GRANT', 'TO', a.grantee, a.privilege_type, ''
        FROM found f CROSS JOIN LATERAL pg_catalog.aclexplode(f.plain) AS a
        WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(f.defaclacl) AS p
          WHERE p.grantee = a.grantee AND p.privilege_type = a.privilege_type))
      SELECT pg_catalog.format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s %s %s ON %s %s %s',
        pg_catalog.pg_get_userbyid(defaclrole), ' IN SCHEMA ' || pg_catalog.quote_ident(nspname), verb, privilege_type,
        CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
          WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END,
        of, CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END)
      FROM changes
      ORDER BY 1
      """;

  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    TargetRoles roles =
        look.target()
            .with(
                c -> TargetRoles.read(c, look.source().settings().roleMap(), look.targetSchemas()));
    look.scope().schemas().forEach(pair -> defaults(look, pair, roles, findings));
    settings(look, roles, findings);
    if (look.targetTables().present()) {
      look.scope().schemas().forEach(pair -> differences(look, pair, findings));
      return findings;
    }
    everywhere(look, roles, findings);
    for (String change : look.target().with(c -> Rows.strings(c, OF_MOVER, look.targetSchemas()))) {
      findings.add(
          Rights.missing(
              look,
              look.target(),
              "default privileges of the mover",
              "would change the rights of what the move makes",
              change));
    }
    return findings;
  }

  private static void differences(Look look, SchemaPair pair, List<Finding> findings) {
    for (SchemaParity.Difference difference :
        PrivilegeParity.differences(
            look.source(), look.target(), look.move(), look.scope(), pair)) {
      if (difference.source().equals(SchemaParity.MISSING)
          || difference.target().equals(SchemaParity.MISSING)) {
        continue; // told above, or by the schema's own comparison
      }
      findings.add(
          look.blocking(
              look.target(),
              pair.target() + " " + difference.subject(),
              "rights at the source: %s | at the target: %s"
                  .formatted(
                      SchemaParity.brief(difference.source()),
                      SchemaParity.brief(difference.target())),
              "make them alike by GRANT, REVOKE, ALTER … OWNER TO or the source's role-map"));
    }
  }

  private static void defaults(
      Look look, SchemaPair pair, TargetRoles roles, List<Finding> findings) {
    for (DefaultPrivilege one :
        DefaultPrivilege.missing(look.source(), look.target(), pair, roles)) {
      boolean carried = !look.targetTables().present() && roles.ours().contains(one.role());
      if (!carried) {
        findings.add(
            Rights.missing(
                look,
                look.target(),
                "default privileges of " + one.role(),
                "are missing in schema %s, and the move does not give them"
                    .formatted(pair.target()),
                roles.hasSchema(pair.target())
                    ? one.grant()
                    : "GRANT " + Sql.name(one.role()) + " TO " + mover(look)));
      }
    }
    Set<String> told = look.targetTables().present() ? Set.of() : used(look);
    for (DefaultPrivilege one :
        look.source().with(c -> DefaultPrivilege.read(c, List.of(pair.source())))) {
      for (String role : List.of(one.role(), one.holder())) {
        if (!one.schema().isEmpty()
            && !role.isEmpty()
            && !roles.has(role)
            && !told.contains(role)) {
          Finding finding =
              look.note(
                      look.target(),
                      "role " + roles.named(role),
                      "is named by default privileges of the source, and is not there: they are"
                          + " left out",
                      Finding.runAt(look.target().cell()))
                  .ready("CREATE ROLE " + Sql.name(roles.named(role)) + ";");
          if (!findings.contains(finding)) {
            findings.add(finding);
          }
        }
      }
    }
  }

  /** Of these that are not there the roles' question tells. */
  private static Set<String> used(Look look) {
    return look.source().with(c -> RoleUse.read(c, look.sourceSchemas())).stream()
        .map(RoleUse::role)
        .collect(Collectors.toSet());
  }

  /** Those of the whole database are told: the target's database may be others', too. */
  private static void everywhere(Look look, TargetRoles roles, List<Finding> findings) {
    List<String> users =
        look.source().with(c -> RoleUse.read(c, look.sourceSchemas())).stream()
            .map(RoleUse::role)
            .distinct()
            .filter(roles::has)
            .toList();
    List<DefaultPrivilege> present = look.target().with(c -> DefaultPrivilege.read(c, List.of()));
    for (DefaultPrivilege one : look.source().with(c -> DefaultPrivilege.read(c, List.of()))) {
      boolean toSomebody = one.holder().isEmpty() || roles.has(one.holder());
      if (!users.contains(one.role()) || one.holder().equals(one.role()) || !toSomebody) {
        continue;
      }
      DefaultPrivilege there =
          new DefaultPrivilege(
              "",
              roles.named(one.role()),
              one.kind(),
              one.what(),
              one.holder().isEmpty() ? "" : roles.named(one.holder()),
              one.grantable());
      boolean builtIn = one.holder().isEmpty() && List.of("EXECUTE", "USAGE").contains(one.what());
      if (!builtIn && !present.contains(there)) {
        findings.add(
            look.note(
                    look.target(),
                    "default privileges of " + there.role(),
                    "hold for the whole database at the source, and are not moved",
                    Finding.runAt(look.target().cell()))
                .ready(there.grant() + ";"));
      }
    }
  }

  private static void settings(Look look, TargetRoles roles, List<Finding> findings) {
    String database =
        look.target().with(c -> Rows.string(c, "SELECT pg_catalog.current_database()"));
    Map<String, RoleSetting> present = RoleSetting.present(look.target());
    for (RoleSetting one : RoleSetting.wanted(look.source(), look.scope(), roles)) {
      RoleSetting found = present.get(one.key());
      String subject = "setting %s of role %s".formatted(one.name(), one.role());
      boolean carried = !look.targetTables().present() && Carried.may(look.target(), roles, one);
      if (found == null && !carried) {
        findings.add(
            Rights.missing(
                look,
                look.target(),
                subject,
                "is missing, and the move does not set it",
                one.set(database)));
      } else if (found != null && !found.same(one)) {
        findings.add(
            look.note(
                    look.target(),
                    subject,
                    "is %s at the source, %s at the target: it is left as it is"
                        .formatted(one.value(), found.value()),
                    Finding.runAt(look.target().cell()))
                .ready(one.set(database) + ";"));
      }
    }
  }

  private static String mover(Look look) {
    return Sql.name(look.target().with(c -> Rows.string(c, "SELECT current_user")));
  }
}
