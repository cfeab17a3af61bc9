package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Functions that the making of a table, an index or a constraint calls or puts in place of their
 * call. pg_dump lets every definition be made with an empty search path, and qualifies all names;
 * but not those in the text of a function, which are looked up when it runs.
 */
public final class CalledFunctions {
  /** Of generated columns, indexes, partition keys, checks, statistics; a trigger is not run. */
  private static final String QUESTION =
      """
      SELECT EXISTS (
        SELECT
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_language l ON l.oid = p.prolang
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND l.lanname NOT IN ('c', 'internal')
          AND pg_catalog.to_jsonb(p) ->> 'prosqlbody' IS NULL
          AND NOT EXISTS (
            SELECT FROM pg_catalog.unnest(p.proconfig) AS setting
            WHERE setting ILIKE 'search\\_path=%')
          AND d.classid IN ('pg_class'::regclass, 'pg_attrdef'::regclass, 'pg_constraint'::regclass,
            'pg_statistic_ext'::regclass))
      """;

  private CalledFunctions() {}

  /**
   * The search path, as SQL, that the application has where these are its schemas: without it such
   * a function does not find what it names. Empty if there is none of them.
   */
  public static Optional<String> path(Connection source, List<String> schemas) throws SQLException {
    if (!Rows.truth(source, QUESTION)) {
      return Optional.empty();
    }
    List<String> path = new ArrayList<>(schemas);
    Extension.installed(source).forEach(extension -> path.add(extension.schema()));
    path.removeIf("pg_catalog"::equals); // it is in front of all while it is not named
    return Optional.of(path.stream().distinct().map(Sql::name).collect(Collectors.joining(", ")));
  }
}
