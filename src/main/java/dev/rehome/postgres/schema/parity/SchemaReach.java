package dev.rehome.postgres.schema.parity;

import dev.rehome.postgres.schema.rights.RoleUse;
import dev.rehome.postgres.schema.rights.SchemaUsage;
import dev.rehome.postgres.schema.rights.TargetRoles;
import dev.rehome.postgres.scope.Definition.Subject;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Whether the roles that reach a schema at the source, and have rights in it, do so there. */
final class SchemaReach {
  private static final String PUBLIC =
      "SELECT pg_catalog.has_schema_privilege('public', ?, 'USAGE')";

  private SchemaReach() {}

  /**
   * Adds what is to be, and what is.
   *
   * @param made whether the move made the schema: PUBLIC then reaches it only if it did before
   */
  static void of(
      PostgresSide source,
      PostgresSide target,
      Scope scope,
      SchemaPair pair,
      TargetRoles roles,
      boolean made,
      Map<Subject, String> there,
      Map<Subject, String> here) {
    if (!roles.hasSchema(pair.target())) {
      return;
    }
    Subject subject = new Subject("", "schema within reach of");
    TreeSet<String> wanted = new TreeSet<>();
    for (RoleUse use :
        source.with(connection -> RoleUse.read(connection, List.of(pair.source())))) {
      if (use.reaches() && !use.how().equals("r") && roles.has(use.role())) {
        wanted.add(roles.named(use.role()));
      }
    }
    List<String> lacking =
        SchemaUsage.missing(source, target, scope, roles).stream()
            .filter(usage -> usage.schema().equals(pair.target()))
            .map(SchemaUsage::role)
            .toList();
    there.put(subject, String.join(", ", wanted));
    wanted.removeAll(lacking);
    here.put(subject, String.join(", ", wanted));
    Subject everybody = new Subject("", "schema within reach of PUBLIC");
    boolean atSource = source.with(c -> Rows.truth(c, PUBLIC, pair.source()));
    boolean atTarget = target.with(c -> Rows.truth(c, PUBLIC, pair.target()));
    if (made) {
      there.put(everybody, "no");
      here.put(everybody, atTarget && !atSource ? "yes" : "no");
    }
  }
}
