package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlScanner;
import dev.rehome.postgres.sql.SqlToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An extension that the tenant's application has at the source, and is to have at the target.
 *
 * @param extension as the source has it
 * @param used whether objects of the scope use it; else it is where queries find what it brings
 *     without a schema's name, and nobody can tell whether they do
 * @param schema where it belongs in the target
 * @param taken a name that it would bring there and one of the scope's objects has; empty for none
 */
public record NeededExtension(
    Extension extension, boolean used, String schema, Optional<String> taken) {
  /** Every value of the setting that a session of some role may begin with, or a function has. */
  private static final String PATHS =
      """
      SELECT pg_catalog.substr(setting, pg_catalog.strpos(setting, '=') + 1)
      FROM (
        SELECT s.setconfig AS settings
        FROM pg_catalog.pg_db_role_setting s
        WHERE s.setdatabase IN (0, (
          SELECT d.oid FROM pg_catalog.pg_database d
          WHERE d.datname = pg_catalog.current_database()))
        UNION ALL
        SELECT p.proconfig
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = ANY (?)) AS given
      CROSS JOIN LATERAL pg_catalog.unnest(given.settings) AS setting
      WHERE setting ILIKE 'search\\_path=%'
      UNION
      SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'search_path'
      """;

  /** What {@code "$user"} in a search path may mean. */
  private static final String OF_ROLES =
      """
      SELECT n.nspname
      FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.rolname = n.nspname
      """;

  private static final String TAKEN =
      """
      WITH named AS (
        SELECT 'pg_proc'::regclass::oid AS class, oid, pronamespace AS schema, proname AS name
        FROM pg_catalog.pg_proc
        UNION ALL SELECT 'pg_class'::regclass, oid, relnamespace, relname FROM pg_catalog.pg_class
        UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace, typname FROM pg_catalog.pg_type)
      SELECT min(brought.name::text)
      FROM pg_catalog.pg_extension e
      JOIN pg_catalog.pg_depend d ON d.deptype = 'e' AND d.refobjid = e.oid
        AND d.refclassid = 'pg_extension'::regclass
      JOIN named brought ON brought.class = d.classid AND brought.oid = d.objid
      JOIN named own ON own.class = brought.class AND own.name = brought.name
      JOIN pg_catalog.pg_namespace n ON n.oid = own.schema
      WHERE e.extname = ? AND n.nspname = ANY (?) AND own.schema <> brought.schema
      """;

  /** In the order of their making, so that one stands before those that require it. */
  public static List<NeededExtension> of(Connection source, Scope scope) throws SQLException {
    List<String> schemas = SearchPath.source(scope);
    Set<Extension> used = new HashSet<>(Extension.usedBy(source, schemas));
    Set<String> path = path(source, schemas);
    List<NeededExtension> needed = new ArrayList<>();
    for (Extension extension : Extension.installed(source)) {
      if (used.contains(extension)) {
        needed.add(new NeededExtension(extension, true, extension.schema(), Optional.empty()));
      } else if (path.contains(extension.schema())) {
        needed.add(reachable(source, scope, extension));
      }
    }
    return List.copyOf(needed);
  }

  /** Where queries look for names that have no schema. */
  private static Set<String> path(Connection source, List<String> schemas) throws SQLException {
    Set<String> path = new HashSet<>(schemas);
    path.add("public");
    path.addAll(Rows.strings(source, OF_ROLES));
    for (String value : Rows.strings(source, PATHS, schemas)) {
      SqlScanner.tokens(value).stream()
          .filter(SqlToken::identifier)
          .map(SqlToken::name)
          .forEach(path::add);
    }
    path.remove("pg_catalog");
    return path;
  }

  private static NeededExtension reachable(Connection source, Scope scope, Extension extension)
      throws SQLException {
    String schema =
        scope.schemas().stream()
            .filter(pair -> pair.source().equals(extension.schema()))
            .map(SchemaPair::target)
            .findFirst()
            .orElse(extension.schema());
    List<String> beside =
        scope.schemas().stream()
            .filter(pair -> pair.target().equals(schema))
            .map(SchemaPair::source)
            .toList();
    String taken = Rows.string(source, TAKEN, extension.name(), beside);
    return new NeededExtension(extension, false, schema, Optional.ofNullable(taken));
  }

  /** Whether the mover can make it in the target without a word of anybody. */
  public boolean makeable(Connection target) throws SQLException {
    return taken.isEmpty() && Extension.makeable(target, extension.name());
  }

  /** The statement for the target, in the source's version where the server has that. */
  public String create(Connection target) throws SQLException {
    boolean same = Extension.versions(target, extension.name()).contains(extension.version());
    return "CREATE EXTENSION %s WITH SCHEMA %s%s CASCADE"
        .formatted(
            Sql.name(extension.name()),
            Sql.name(schema),
            same ? " VERSION " + Sql.literal(extension.version()) : "");
  }
}
