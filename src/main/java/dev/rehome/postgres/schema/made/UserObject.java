package dev.rehome.postgres.schema.made;

import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.SqlScanner;
import dev.rehome.postgres.sql.SqlToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * An object of a database's catalog that no initdb made. One that is dropped while the catalog is
 * read has no identity any more, and is left out.
 *
 * @param id class and object, e.g. {@code 1259:16384}; of a column with its number
 * @param root the object that it goes with: its table, its extension, else itself
 * @param kind as {@code pg_identify_object} says, e.g. {@code table constraint}
 * @param identity as {@code pg_identify_object} says: qualified and quoted
 * @param rootAddress kind and identity of the root
 */
public record UserObject(String id, String root, String kind, String identity, String rootAddress) {
  /** Servers before 14 know no multiranges; a transaction's whole id is txid_current() in all. */
  private static final String OBJECTS =
      """
      WITH multirange AS (
        SELECT r.rngtypid, (to_jsonb(r) ->> 'rngmultitypid')::oid AS multirange FROM pg_range r),
      o (class, oid, sub, root_class, root, row_xid) AS (
        SELECT 'pg_namespace'::regclass, oid, 0, 0::oid, 0::oid, xmin FROM pg_namespace
        UNION ALL SELECT 'pg_extension'::regclass, oid, 0, 0, 0, xmin FROM pg_extension
        UNION ALL
        SELECT 'pg_class'::regclass, c.oid, 0, 'pg_class'::regclass, coalesce(i.indrelid, s.refobjid, 0), c.xmin
        FROM pg_class c
        LEFT JOIN pg_index i ON i.indexrelid = c.oid
        LEFT JOIN pg_depend s ON c.relkind = 'S' AND s.objid = c.oid AND s.deptype IN ('a', 'i')
          AND s.classid = 'pg_class'::regclass AND s.refclassid = 'pg_class'::regclass
        WHERE c.relkind <> 't' AND c.relnamespace <> 'pg_toast'::regnamespace
        UNION ALL
        SELECT 'pg_attribute'::regclass, a.attrelid, a.attnum, 'pg_class'::regclass, a.attrelid, a.xmin
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f')
        UNION ALL
        SELECT 'pg_type'::regclass, t.oid, 0, 0, 0, t.xmin FROM pg_type t
        WHERE t.typrelid = 0 AND t.typtype <> 'm'
          AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
        UNION ALL
        SELECT 'pg_proc'::regclass, p.oid, 0, 'pg_type'::regclass, coalesce(r.rngtypid, d.refobjid, 0), p.xmin
        FROM pg_proc p
        LEFT JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
          AND d.deptype = 'i' AND d.refclassid = 'pg_type'::regclass
        LEFT JOIN multirange r ON r.multirange = d.refobjid
        UNION ALL
        SELECT 'pg_constraint'::regclass, oid, 0,
          CASE WHEN contypid <> 0 THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END,
          CASE WHEN contypid <> 0 THEN contypid ELSE conrelid END, xmin
        FROM pg_constraint
        UNION ALL SELECT 'pg_attrdef'::regclass, oid, 0, 'pg_class'::regclass, adrelid, xmin FROM pg_attrdef
        UNION ALL
        SELECT 'pg_trigger'::regclass, oid, 0, 'pg_class'::regclass, tgrelid, xmin FROM pg_trigger
        WHERE NOT tgisinternal
        UNION ALL SELECT 'pg_policy'::regclass, oid, 0, 'pg_class'::regclass, polrelid, xmin FROM pg_policy
        UNION ALL SELECT 'pg_rewrite'::regclass, oid, 0, 'pg_class'::regclass, ev_class, xmin FROM pg_rewrite
        UNION ALL
        SELECT 'pg_statistic_ext'::regclass, oid, 0, 'pg_class'::regclass, stxrelid, xmin FROM pg_statistic_ext
        UNION ALL
        SELECT 'pg_default_acl'::regclass, oid, 0, 'pg_namespace'::regclass, defaclnamespace, xmin
        FROM pg_default_acl
        UNION ALL SELECT 'pg_operator'::regclass, oid, 0, 0, 0, xmin FROM pg_operator
        UNION ALL SELECT 'pg_opclass'::regclass, oid, 0, 0, 0, xmin FROM pg_opclass
        UNION ALL SELECT 'pg_opfamily'::regclass, oid, 0, 0, 0, xmin FROM pg_opfamily
        UNION ALL SELECT 'pg_collation'::regclass, oid, 0, 0, 0, xmin FROM pg_collation
        UNION ALL SELECT 'pg_conversion'::regclass, oid, 0, 0, 0, xmin FROM pg_conversion
        UNION ALL
        SELECT 'pg_cast'::regclass, c.oid, 0, 'pg_type'::regclass, coalesce(r.rngtypid, 0), c.xmin
        FROM pg_cast c
        LEFT JOIN multirange r ON r.rngtypid = c.castsource AND r.multirange = c.casttarget
        UNION ALL SELECT 'pg_ts_config'::regclass, oid, 0, 0, 0, xmin FROM pg_ts_config
        UNION ALL SELECT 'pg_ts_dict'::regclass, oid, 0, 0, 0, xmin FROM pg_ts_dict
        UNION ALL SELECT 'pg_ts_parser'::regclass, oid, 0, 0, 0, xmin FROM pg_ts_parser
        UNION ALL SELECT 'pg_ts_template'::regclass, oid, 0, 0, 0, xmin FROM pg_ts_template)
      """;

  private static final String IDENTIFIED =
      OBJECTS
          + """
          SELECT o.class::oid || ':' || o.oid || CASE WHEN o.sub > 0 THEN ':' || o.sub ELSE '' END AS id,
            root.class || ':' || root.oid AS root, i.type, i.identity,
            r.type || ' ' || r.identity AS root_address
          FROM o
          LEFT JOIN pg_depend e ON e.classid = o.class AND e.objid = o.oid AND e.deptype = 'e' AND o.sub = 0
          CROSS JOIN LATERAL (
            SELECT coalesce(e.refclassid, CASE WHEN o.root <> 0 THEN o.root_class::oid ELSE o.class::oid END) AS class,
              coalesce(e.refobjid, CASE WHEN o.root <> 0 THEN o.root ELSE o.oid END) AS oid) AS root
          CROSS JOIN LATERAL pg_identify_object(
            CASE WHEN o.class = 'pg_attribute'::regclass THEN 'pg_class'::regclass ELSE o.class END,
            o.oid, o.sub) AS i
          CROSS JOIN LATERAL pg_identify_object(root.class, root.oid, 0) AS r
          WHERE o.oid >= 16384 AND i.identity IS NOT NULL AND r.identity IS NOT NULL
            AND coalesce(i.schema, '') !~ '^pg_(toast_)?temp_'
            AND (NOT ? OR o.row_xid::text = (txid_current_if_assigned() % 4294967296)::text)
          ORDER BY (o.class = 'pg_namespace'::regclass) DESC, (o.class = 'pg_extension'::regclass) DESC,
            o.oid, o.sub
          """;

  private static final String IDS =
      OBJECTS + "SELECT o.class::oid || ':' || o.oid FROM o WHERE o.oid >= 16384 AND o.sub = 0";

  /** All of the database, schemas and extensions first, then in the order of their making. */
  public static List<UserObject> read(Connection connection) throws SQLException {
    return read(connection, false);
  }

  /** Those of which the current transaction wrote the catalog row: made or changed. */
  static List<UserObject> written(Connection connection) throws SQLException {
    return read(connection, true);
  }

  /** The ids of all, columns left out: much cheaper than the objects. */
  static List<String> ids(Connection connection) throws SQLException {
    return Rows.strings(connection, IDS);
  }

  private static List<UserObject> read(Connection connection, boolean written) throws SQLException {
    return Rows.of(
        connection,
        IDENTIFIED,
        row ->
            new UserObject(
                row.getString("id"),
                row.getString("root"),
                row.getString("type"),
                row.getString("identity"),
                row.getString("root_address")),
        written);
  }

  /** The kind and the identity, as {@code _rehome.made} keeps them. */
  public String address() {
    return kind + " " + identity;
  }

  /** The statement that takes it away; the second time it finds nothing to do. */
  String drop() {
    return switch (kind) {
      // What stands in a schema or uses an extension is not ours to take away with it.
      case "schema", "extension" -> "DROP " + kind + " IF EXISTS " + identity;
      case "function", "procedure", "aggregate" ->
          "DROP ROUTINE IF EXISTS " + identity + " CASCADE";
      case "composite type", "type" -> "DROP TYPE IF EXISTS " + identity + " CASCADE";
      case "statistics object" -> "DROP STATISTICS IF EXISTS " + identity;
      case "table constraint" -> {
        SqlToken name = SqlScanner.tokens(identity).get(0);
        String table = identity.substring(name.end() + " on ".length());
        yield "ALTER TABLE IF EXISTS " + table + " DROP CONSTRAINT IF EXISTS " + name.text();
      }
      // What made it has a record and an undo of its own.
      case "default acl" -> "";
      case "policy", "rule", "trigger", "cast" -> "DROP " + kind + " IF EXISTS " + identity;
      default -> "DROP " + kind + " IF EXISTS " + identity + " CASCADE";
    };
  }
}
