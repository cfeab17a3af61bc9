package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.made.UserObject;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the scope's objects need that does not come along: excluded tables, and objects of other
 * schemas that the target lacks.
 */
final class OutsideProblems implements Look.Question {
  private static final String USES =
      """
      WITH places AS (
        SELECT 'pg_class'::regclass::oid AS class, c.oid, c.relnamespace AS schema, coalesce(i.indrelid, c.oid) AS rel
          FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
        UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typnamespace, t.typrelid FROM pg_type t
        UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.pronamespace, 0 FROM pg_proc p
        UNION ALL SELECT 'pg_constraint'::regclass, k.oid, k.connamespace, k.conrelid FROM pg_constraint k
        UNION ALL SELECT 'pg_operator'::regclass, o.oid, o.oprnamespace, 0 FROM pg_operator o
        UNION ALL SELECT 'pg_opclass'::regclass, o.oid, o.opcnamespace, 0 FROM pg_opclass o
        UNION ALL SELECT 'pg_collation'::regclass, c.oid, c.collnamespace, 0 FROM pg_collation c
        UNION ALL SELECT 'pg_attrdef'::regclass, a.oid, c.relnamespace, c.oid
          FROM pg_attrdef a JOIN pg_class c ON c.oid = a.adrelid
        UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, c.relnamespace, c.oid
          FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
        UNION ALL SELECT 'pg_trigger'::regclass, t.oid, c.relnamespace, c.oid
          FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
          WHERE NOT t.tgisinternal AND t.tgname NOT LIKE 'rehome\\_guard\\_%'
        UNION ALL SELECT 'pg_policy'::regclass, p.oid, c.relnamespace, c.oid
          FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid),
      excluded AS (
        SELECT c.oid
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) = ANY (?)),
      uses AS (
        SELECT DISTINCT d.classid, d.objid, d.refclassid, d.refobjid, user_at.schema AS from_schema,
          user_at.rel AS from_rel, used_at.schema AS to_schema, used_at.rel AS to_rel
        FROM pg_depend d
        JOIN places user_at ON user_at.class = d.classid AND user_at.oid = d.objid
        JOIN places used_at ON used_at.class = d.refclassid AND used_at.oid = d.refobjid
        WHERE d.deptype IN ('n', 'a', 'P')
          AND (d.refclassid <> 'pg_class'::regclass OR d.refobjid = used_at.rel)),
      named AS (
        SELECT u.*, CASE WHEN r THEN 'pg_class'::regclass ELSE u.classid END AS name_class,
          CASE WHEN r THEN u.from_rel ELSE u.objid END AS name_oid
        FROM uses u, LATERAL (SELECT u.classid IN ('pg_rewrite'::regclass, 'pg_attrdef'::regclass)) AS is_part (r))
      SELECT DISTINCT (pg_identify_object(u.name_class, u.name_oid, 0)).type || ' '
          || (pg_identify_object(u.name_class, u.name_oid, 0)).identity AS user_object,
        (pg_identify_object(u.refclassid, u.refobjid, 0)).type || ' '
          || (pg_identify_object(u.refclassid, u.refobjid, 0)).identity AS used_object,
        u.to_rel IN (SELECT oid FROM excluded) AS excluded
      FROM named u
      JOIN pg_namespace f ON f.oid = u.from_schema
      JOIN pg_namespace t ON t.oid = u.to_schema
      WHERE f.nspname = ANY (?)
        AND u.from_rel NOT IN (SELECT oid FROM excluded)
        AND (u.to_rel IN (SELECT oid FROM excluded)
          OR (NOT t.nspname = ANY (?)
            AND t.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
            AND NOT EXISTS (
              SELECT FROM pg_depend e
              WHERE e.classid = u.refclassid AND e.deptype = 'e' AND (e.objid = u.refobjid
                OR e.classid = 'pg_type'::regclass
                  AND e.objid = (SELECT t.typelem FROM pg_type t WHERE t.oid = u.refobjid)))))
        AND NOT EXISTS (
          SELECT FROM pg_depend e
          WHERE e.classid = u.classid AND e.objid = u.objid AND e.deptype = 'e')
        AND (u.classid <> 'pg_class'::regclass OR u.objid NOT IN (
          SELECT s.objid FROM pg_depend s
          WHERE s.classid = 'pg_class'::regclass AND s.deptype IN ('a', 'i')
            AND s.refobjid IN (SELECT oid FROM excluded)))
      ORDER BY 1, 2
      """;

  private record Use(String user, String used, boolean excluded) {}

  @Override
  public List<Finding> ask(Look look) {
    List<String> excluded =
        look.source()
            .with(
                connection -> {
                  List<String> names = new ArrayList<>();
                  for (TableName table : look.excluded()) {
                    names.add(
                        Rows.string(
                            connection,
                            "SELECT pg_catalog.quote_ident(?) || '.' || pg_catalog.quote_ident(?)",
                            table.schema(),
                            table.table()));
                  }
                  return names;
                });
    List<Use> uses =
        look.source()
            .with(
                connection ->
                    Rows.of(
                        connection,
                        USES,
                        row ->
                            new Use(
                                row.getString("user_object"),
                                row.getString("used_object"),
                                row.getBoolean("excluded")),
                        excluded,
                        look.sourceSchemas(),
                        look.sourceSchemas()));
    if (uses.isEmpty()) {
      return List.of();
    }
    Set<String> there =
        look.target().with(connection -> UserObject.read(connection)).stream()
            .map(UserObject::address)
            .collect(Collectors.toSet());
    return uses.stream()
        .filter(use -> use.user != null && use.used != null) // dropped meanwhile
        .filter(use -> use.excluded || !there.contains(use.used))
        .filter(use -> !look.targetTables().present())
        .map(
            use ->
                look.blocking(
                    look.source(),
                    use.user,
                    "needs %s, which %s"
                        .formatted(
                            use.used, use.excluded ? "is excluded" : "is in no schema of the move"),
                    use.excluded
                        ? "move the table too (reference-tables), or drop what needs it"
                        : "make it at the target, or name its schema in the schemas setting"))
        .toList();
  }
}
