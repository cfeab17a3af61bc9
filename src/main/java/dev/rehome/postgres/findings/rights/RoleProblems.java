package dev.rehome.postgres.findings.rights;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.rights.RoleUse;
import dev.rehome.postgres.schema.rights.SchemaUsage;
import dev.rehome.postgres.schema.rights.TargetRoles;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Roles that own, are granted or are named by something in the scope, and the target lacks; and
 * those that it has, but that could not reach the schema.
 */
public final class RoleProblems implements Look.Question {
  private static final String EXISTS =
      "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ?)";

  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    Optional<String> gone =
        look.target()
            .settings()
            .tenantRole()
            .map(look.move().tenant()::fill)
            .filter(role -> !look.target().with(c -> Rows.truth(c, EXISTS, role)));
    gone.ifPresent(role -> findings.add(ownAtTarget(look, role)));
    if (look.targetTables().present()) {
      return findings;
    }
    List<RoleUse> uses =
        look.source().with(connection -> RoleUse.read(connection, look.sourceSchemas()));
    TargetRoles roles =
        look.target()
            .with(
                connection ->
                    TargetRoles.read(
                        connection, look.source().settings().roleMap(), look.targetSchemas()));
    missing(look, roles, uses, gone, findings);
    for (RoleUse use : uses) {
      if (use.how().equals("o") && roles.has(use.role())) {
        owner(look, roles, use).filter(one -> !findings.contains(one)).ifPresent(findings::add);
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

  private static Finding ownAtTarget(Look look, String role) {
    return look.blocking(
            look.target(),
            "role " + role,
            "is the tenant's own by the cell's tenant-role, and is not there",
            Finding.runAt(look.target().cell()))
        .ready("CREATE ROLE " + Sql.name(role) + " LOGIN;");
  }

  /** Each role once, whatever it is needed for. */
  private static void missing(
      Look look,
      TargetRoles roles,
      List<RoleUse> uses,
      Optional<String> told,
      List<Finding> findings) {
    Optional<String> own = look.source().settings().tenantRole().map(look.move().tenant()::fill);
    Map<String, Set<String>> needs = new TreeMap<>();
    own.ifPresent(role -> needs.put(role, new TreeSet<>(Set.of("t"))));
    uses.forEach(use -> needs.computeIfAbsent(use.role(), r -> new TreeSet<>()).add(use.how()));
    needs.keySet().removeIf(r -> roles.has(r) || told.filter(roles.named(r)::equals).isPresent());
    needs.forEach(
        (role, hows) -> {
          String what = hows.stream().map(RoleProblems::need).collect(Collectors.joining(", "));
          Finding found =
              look.note(
                  look.target(),
                  "role " + roles.named(role),
                  "is not there, and at the source it " + what,
                  Finding.runAt(look.target().cell()));
          String make = "CREATE ROLE %s%s;".formatted(Sql.name(roles.named(role)), login(hows));
          findings.add((hows.contains("r") ? found.asBlocking() : found).ready(make));
        });
  }

  private static String login(Set<String> hows) {
    return hows.contains("t") ? " LOGIN" : "";
  }

  private static String need(String how) {
    return switch (how) {
      case "o" -> "owns objects, which will be the mover's";
      case "r" -> "is named by a policy, which cannot be made without it";
      case "t" -> "is the tenant's own (tenant-role)";
      default -> "is granted rights, which are left out";
    };
  }

  private static Optional<Finding> owner(Look look, TargetRoles roles, RoleUse use) {
    String schema =
        look.scope().schemas().stream()
            .filter(pair -> pair.source().equals(use.schema()))
            .findFirst()
            .orElseThrow()
            .target();
    return roles.mayOwn(use.role(), schema)
        ? Optional.empty()
        : Optional.of(
            look.note(
                look.target(),
                "role " + roles.named(use.role()),
                "owns objects at the source and cannot own them in schema "
                    + schema
                    + ": they will be the mover's, with all rights granted to it",
                "make the mover its member, and GRANT it CREATE ON SCHEMA " + Sql.name(schema)));
  }
}
