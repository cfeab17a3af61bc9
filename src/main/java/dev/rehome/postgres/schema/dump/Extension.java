package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * An extension of a database.
 *
 * @param schema where its objects are
 */
public record Extension(String name, String version, String schema) {
  /**
   * What the objects of some schemas use of extensions: types of columns, operators of indexes,
   * functions of defaults, views and triggers, languages; and what the text of a function calls or
   * has for a type, by its name alone. Operators in such a text are not seen.
   */
  private static final String USED =
      """
      WITH members AS MATERIALIZED (
        SELECT d.classid, d.objid, d.refobjid AS extension
        FROM pg_catalog.pg_depend d
        WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
        UNION ALL
        SELECT d.classid, t.typarray, d.refobjid
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_type t ON t.oid = d.objid AND t.typarray <> 0
        WHERE d.deptype = 'e' AND d.classid = 'pg_type'::regclass
          AND d.refclassid = 'pg_extension'::regclass),
      uses AS MATERIALIZED (
        SELECT d.classid, d.objid, m.extension
        FROM pg_catalog.pg_depend d
        JOIN members m ON m.classid = d.refclassid AND m.objid = d.refobjid
        WHERE d.deptype IN ('n', 'a')),
      places (classid, objid, schema, whole) AS (
        SELECT 'pg_class'::regclass, c.oid, c.relnamespace, coalesce(i.indrelid, c.oid)
          FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
        UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typnamespace, 0 FROM pg_type t
        UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.pronamespace, 0 FROM pg_proc p
        UNION ALL SELECT 'pg_constraint'::regclass, k.oid, k.connamespace, greatest(k.conrelid, k.contypid)
          FROM pg_constraint k
        UNION ALL SELECT 'pg_operator'::regclass, o.oid, o.oprnamespace, 0 FROM pg_operator o
        UNION ALL SELECT 'pg_opclass'::regclass, o.oid, o.opcnamespace, 0 FROM pg_opclass o
        UNION ALL SELECT 'pg_ts_config'::regclass, t.oid, t.cfgnamespace, 0 FROM pg_ts_config t
        UNION ALL SELECT 'pg_ts_dict'::regclass, t.oid, t.dictnamespace, 0 FROM pg_ts_dict t
        UNION ALL SELECT 'pg_attrdef'::regclass, a.oid, c.relnamespace, c.oid
          FROM pg_attrdef a JOIN pg_class c ON c.oid = a.adrelid
        UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, c.relnamespace, c.oid
          FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
        UNION ALL SELECT 'pg_trigger'::regclass, t.oid, c.relnamespace, c.oid
          FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        UNION ALL SELECT 'pg_policy'::regclass, p.oid, c.relnamespace, c.oid
          FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid),
      own AS MATERIALIZED (
        SELECT p.* FROM places p JOIN pg_catalog.pg_namespace n ON n.oid = p.schema
        WHERE n.nspname = ANY (?)),
      own_functions AS (
        SELECT p.proname, p.prosrc, to_jsonb(p) ->> 'prosqlbody' AS prosqlbody, l.lanname
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_language l ON l.oid = p.prolang
        WHERE n.nspname = ANY (?) AND NOT EXISTS (
          SELECT FROM members m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)),
      words AS (
        SELECT DISTINCT pg_catalog.lower(word[1]) AS word, word[2] IS NOT NULL AS called
        FROM own_functions f
        CROSS JOIN LATERAL pg_catalog.regexp_matches(
          f.prosrc, '([[:alpha:]_][[:alnum:]_$]*)"?([[:space:]]*[(])?', 'g') AS word
        WHERE f.prosqlbody IS NULL AND f.lanname NOT IN ('internal', 'c')),
      named AS (
        SELECT m.extension
        FROM members m
        JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
        JOIN words ON words.called AND words.word = p.proname
        WHERE p.proname NOT IN (SELECT proname FROM own_functions)
          AND NOT EXISTS (
            SELECT FROM pg_proc core
            WHERE core.proname = p.proname AND core.pronamespace = 'pg_catalog'::regnamespace)
        UNION
        SELECT m.extension
        FROM members m
        JOIN pg_type t ON m.classid = 'pg_type'::regclass AND m.objid = t.oid
        JOIN words ON words.word = t.typname)
      SELECT e.extname, e.extversion, en.nspname
      FROM uses u
      JOIN own ON own.classid = u.classid AND own.objid = u.objid
      JOIN pg_catalog.pg_extension e ON e.oid = u.extension
      JOIN pg_catalog.pg_namespace en ON en.oid = e.extnamespace
      WHERE NOT EXISTS (
          SELECT FROM members m WHERE m.classid = u.classid AND m.objid = u.objid)
        AND own.whole NOT IN (
          SELECT m.objid FROM members m
          WHERE m.classid IN ('pg_class'::regclass, 'pg_type'::regclass))
      UNION
      SELECT e.extname, e.extversion, en.nspname
      FROM named
      JOIN pg_catalog.pg_extension e ON e.oid = named.extension
      JOIN pg_catalog.pg_namespace en ON en.oid = e.extnamespace
      ORDER BY 1
      """;

  private static final String INSTALLED =
      """
      SELECT e.extname, e.extversion, n.nspname
      FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
      ORDER BY e.oid
      """;

  /** With all that it requires; before 13 none was trusted. */
  private static final String MAKEABLE =
      """
      WITH RECURSIVE required (name) AS (
        VALUES (?::text COLLATE "C")
        UNION
        SELECT other::text
        FROM required
        JOIN pg_catalog.pg_available_extension_versions v ON v.name = required.name
        CROSS JOIN LATERAL pg_catalog.unnest(v.requires) AS other
        WHERE required.name NOT IN (SELECT extname FROM pg_catalog.pg_extension))
      SELECT bool_and(required.name IN (SELECT extname FROM pg_catalog.pg_extension) OR EXISTS (
          SELECT
          FROM pg_catalog.pg_available_extension_versions v, pg_catalog.pg_roles r
          WHERE v.name = required.name AND r.rolname = current_user
            AND ((pg_catalog.to_jsonb(v) ->> 'trusted')::boolean OR NOT v.superuser OR r.rolsuper)))
      FROM required
      """;

  public static List<Extension> usedBy(Connection connection, List<String> schemas)
      throws SQLException {
    return Rows.of(connection, USED, Extension::read, schemas, schemas);
  }

  /** All of the database, in the order of their making. */
  public static List<Extension> installed(Connection connection) throws SQLException {
    return Rows.of(connection, INSTALLED, Extension::read);
  }

  /** The versions that the server could make the extension in; none when it has no files of it. */
  public static List<String> versions(Connection connection, String name) throws SQLException {
    return Rows.strings(
        connection,
        "SELECT version FROM pg_catalog.pg_available_extension_versions WHERE name = ?",
        name);
  }

  /** Whether the session's role can make it, if it may make anything in the database. */
  public static boolean makeable(Connection connection, String name) throws SQLException {
    return Rows.truth(connection, MAKEABLE, name);
  }

  private static Extension read(java.sql.ResultSet row) throws SQLException {
    return new Extension(row.getString(1), row.getString(2), row.getString(3));
  }
}
