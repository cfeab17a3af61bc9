package dev.rehome.postgres.findings.rights;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.rights.RoleUse;
import dev.rehome.postgres.schema.rights.SchemaUsage;
import dev.rehome.postgres.schema.rights.TargetRoles;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * Roles that own, are granted or are named by something in the scope, and the target lacks; and
 * those that it has, but that could not reach the schema.
 */
public final class RoleProblems implements Look.Question {
  @Override
  public List<Finding> ask(Look look) {
    if (look.targetTables().present()) {
      return List.of();
    }
    List<RoleUse> uses =
        look.source().with(connection -> RoleUse.read(connection, look.sourceSchemas()));
    TargetRoles roles =
        look.target()
            .with(
                connection ->
                    TargetRoles.read(
                        connection, look.source().settings().roleMap(), look.targetSchemas()));
    List<Finding> findings = new ArrayList<>();
    for (RoleUse use : uses) {
      Finding finding = finding(look, roles, use);
      if (finding != null && !findings.contains(finding)) {
        findings.add(finding);
      }
    }
    for (SchemaUsage usage :
        SchemaUsage.missing(look.source(), look.target(), look.scope(), roles)) {
      if (!usage.possible()) {
        findings.add(
            Rights.missing(
                look,
                look.target(),
                "schema " + usage.schema(),
                "may not be used by role %s, as it is at the source, and the mover may not grant it"
                    .formatted(usage.role()),
                "GRANT " + usage.right() + " TO " + Sql.name(usage.role())));
      }
    }
    return findings;
  }

  private static Finding finding(Look look, TargetRoles roles, RoleUse use) {
    String name = roles.named(use.role());
    String schema =
        look.scope().schemas().stream()
            .filter(pair -> pair.source().equals(use.schema()))
            .findFirst()
            .orElseThrow()
            .target();
    String at = Finding.runAt(look.target().cell());
    String make = "CREATE ROLE " + Sql.name(name) + ";";
    return switch (use.how()) {
      case "o" ->
          roles.mayOwn(use.role(), schema)
              ? null
              : look.note(
                  look.target(),
                  "role " + name,
                  "owns objects at the source and cannot own them in schema "
                      + schema
                      + ": they will be the mover's"
                      + (roles.has(use.role()) ? ", with all rights granted to it" : ""),
                  "make the role, the mover its member, and GRANT it CREATE ON SCHEMA "
                      + Sql.name(schema));
      case "r" ->
          roles.has(use.role())
              ? null
              : look.blocking(
                      look.target(), "role " + name, "is named by a policy, and is not there", at)
                  .ready(make);
      default ->
          roles.has(use.role())
              ? null
              : look.note(
                      look.target(),
                      "role " + name,
                      "is granted rights at the source, and is not there: they are left out",
                      at)
                  .ready(make);
    };
  }
}
