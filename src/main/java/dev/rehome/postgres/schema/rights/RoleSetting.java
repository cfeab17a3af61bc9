package dev.rehome.postgres.schema.rights;

import dev.rehome.postgres.scope.Definition.Subject;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlScanner;
import dev.rehome.postgres.sql.SqlToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What {@code ALTER ROLE … IN DATABASE … SET} gives every session of a role in one database.
 *
 * @param value as the catalog keeps it; of a list, its elements
 */
public record RoleSetting(String role, String name, String value) {
  /** Their values are lists of names, each of which may be quoted. */
  private static final Set<String> LISTS =
      Set.of(
          "search_path",
          "temp_tablespaces",
          "local_preload_libraries",
          "session_preload_libraries");

  private static final String QUESTION =
      """
      SELECT pg_catalog.pg_get_userbyid(s.setrole) AS role,
        pg_catalog.split_part(setting, '=', 1) AS name,
        pg_catalog.substr(setting, pg_catalog.strpos(setting, '=') + 1) AS value
      FROM pg_catalog.pg_db_role_setting s
      JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
        AND d.datname = pg_catalog.current_database()
      CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS setting
      WHERE s.setrole <> 0
      ORDER BY 1, 2
      """;

  public static List<RoleSetting> read(Connection connection) throws SQLException {
    return Rows.of(
        connection,
        QUESTION,
        row ->
            new RoleSetting(row.getString("role"), row.getString("name"), row.getString("value")));
  }

  /** Those of the roles that a scope's schemas name, or of the tenant's own, in target's names. */
  public static List<RoleSetting> wanted(PostgresSide source, Scope scope, TargetRoles roles) {
    Set<String> named = new TreeSet<>();
    source.settings().tenantRole().ifPresent(named::add);
    List<String> schemas = scope.schemas().stream().map(SchemaPair::source).toList();
    source
        .with(connection -> RoleUse.read(connection, schemas))
        .forEach(use -> named.add(use.role()));
    Map<String, String> renames =
        scope.schemas().stream().collect(Collectors.toMap(SchemaPair::source, SchemaPair::target));
    List<RoleSetting> wanted = new ArrayList<>();
    for (RoleSetting one : source.with(RoleSetting::read)) {
      if (named.contains(one.role) && roles.has(one.role)) {
        wanted.add(new RoleSetting(roles.named(one.role), one.name, one.renamed(renames)));
      }
    }
    return wanted;
  }

  private String renamed(Map<String, String> schemas) {
    if (!name.equalsIgnoreCase("search_path")) {
      return value;
    }
    return elements().stream()
        .map(element -> schemas.getOrDefault(element, element))
        .map(element -> element.isEmpty() ? "\"\"" : Sql.name(element))
        .collect(Collectors.joining(", "));
  }

  private List<String> elements() {
    return SqlScanner.tokens(value).stream()
        .filter(token -> !token.is(","))
        .map(token -> token.kind() == SqlToken.Kind.QUOTED ? token.name() : token.text())
        .toList();
  }

  /** Whether both mean the same, whatever the quotes. */
  public boolean same(RoleSetting other) {
    return list() ? elements().equals(other.elements()) : value.equals(other.value);
  }

  private boolean list() {
    return LISTS.contains(name.toLowerCase(java.util.Locale.ROOT));
  }

  /** What the target has of the role's setting, if anything. */
  public static Map<String, RoleSetting> present(PostgresSide target) {
    Map<String, RoleSetting> present = new HashMap<>();
    target.with(RoleSetting::read).forEach(one -> present.put(one.key(), one));
    return present;
  }

  public String key() {
    return role + " " + name;
  }

  /** Adds what is to be, and what is. A value that the target had before is its own. */
  public static void compare(
      PostgresSide source,
      PostgresSide target,
      Scope scope,
      TargetRoles roles,
      Set<String> made,
      Map<Subject, String> there,
      Map<Subject, String> here) {
    Map<String, RoleSetting> present = present(target);
    for (RoleSetting one : wanted(source, scope, roles)) {
      Subject subject = new Subject("", "setting " + one.name + " of role " + one.role);
      RoleSetting found = present.get(one.key());
      there.put(subject, one.value);
      if (found != null) {
        boolean ours = made.contains(KIND + " " + one.key());
        here.put(subject, one.same(found) || !ours ? one.value : found.value);
      }
    }
  }

  /** The kind under which the record of what a move made has them. */
  static final String KIND = "role setting";

  public String set(String database) {
    String to =
        list()
            ? elements().stream().map(Sql::literal).collect(Collectors.joining(", "))
            : Sql.literal(value);
    return begin(database) + "SET " + parameter() + " TO " + to;
  }

  String reset(String database) {
    return begin(database) + "RESET " + parameter();
  }

  /** {@code app.tenant} is two names. */
  private String parameter() {
    return java.util.Arrays.stream(name.split("\\.", -1))
        .map(Sql::name)
        .collect(Collectors.joining("."));
  }

  private String begin(String database) {
    return "ALTER ROLE %s IN DATABASE %s ".formatted(Sql.name(role), Sql.name(database));
  }

  /** As the role itself, for a mover that is its member. */
  String asItself(String statement) {
    return "SET LOCAL ROLE %s; %s; RESET ROLE".formatted(Sql.name(role), statement);
  }
}
