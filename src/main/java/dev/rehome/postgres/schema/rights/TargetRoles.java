package dev.rehome.postgres.schema.rights;

import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The source's roles in the target.
 *
 * @param map the role-map setting: source name to target name
 * @param present every role of the target
 * @param ours the roles whose rights the mover has there, and as which it may act
 * @param makers for each schema that exists there, the roles that may make objects in it
 * @param given those of these schemas on which the mover may grant rights to others
 */
public record TargetRoles(
    Map<String, String> map,
    Set<String> present,
    Set<String> ours,
    Map<String, Set<String>> makers,
    Set<String> given) {
  public static TargetRoles read(Connection target, Map<String, String> map, List<String> schemas)
      throws SQLException {
    Set<String> present =
        new HashSet<>(Rows.strings(target, "SELECT rolname FROM pg_catalog.pg_roles"));
    Set<String> ours =
        new HashSet<>(
            Rows.strings(
                target,
                """
                SELECT rolname FROM pg_catalog.pg_roles
                WHERE pg_catalog.pg_has_role(current_user, oid, 'USAGE')
                  AND CASE WHEN pg_catalog.current_setting('server_version_num')::int >= 160000
                    THEN pg_catalog.pg_has_role(current_user, oid, 'SET') ELSE true END
                """));
    Map<String, Set<String>> makers = new java.util.HashMap<>();
    for (String schema :
        Rows.strings(
            target,
            "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = ANY (?)",
            schemas)) {
      makers.put(
          schema,
          new HashSet<>(
              Rows.strings(
                  target,
                  """
                  SELECT r.rolname
                  FROM pg_catalog.pg_roles r, pg_catalog.pg_namespace n
                  WHERE n.nspname = ?
                    AND pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE')
                  """,
                  schema)));
    }
    Set<String> given =
        new HashSet<>(
            Rows.strings(
                target,
                """
                SELECT nspname FROM pg_catalog.pg_namespace
                WHERE nspname = ANY (?)
                  AND pg_catalog.has_schema_privilege(oid, 'CREATE WITH GRANT OPTION')
                  AND pg_catalog.has_schema_privilege(oid, 'USAGE WITH GRANT OPTION')
                """,
                schemas));
    return new TargetRoles(map, present, ours, makers, given);
  }

  /** What the source's role is called in the target, there or not. */
  public String named(String sourceRole) {
    return map.getOrDefault(sourceRole, sourceRole);
  }

  public boolean has(String sourceRole) {
    return present.contains(named(sourceRole));
  }

  /** Whether the target has the schema already. */
  public boolean hasSchema(String schema) {
    return makers.containsKey(schema);
  }

  /** Whether the mover may grant rights on this schema of the target. */
  boolean mayGive(String schema) {
    return !hasSchema(schema) || given.contains(schema);
  }

  /**
   * Whether objects in this schema of the target can belong to the role: it may make objects there,
   * or the mover may let it for the moment in which they become its own.
   */
  public boolean mayOwn(String sourceRole, String targetSchema) {
    String role = named(sourceRole);
    return ours.contains(role)
        && (mayGive(targetSchema) || makers.get(targetSchema).contains(role));
  }
}
