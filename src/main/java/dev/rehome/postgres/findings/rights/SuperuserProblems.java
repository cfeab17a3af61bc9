package dev.rehome.postgres.findings.rights;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.sql.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects of the scope that PostgreSQL lets nobody but a superuser make, for a mover that is none.
 */
public final class SuperuserProblems implements Look.Question {
  /** Each question has the schemas as its one parameter; extensions' members are left out. */
  private static final List<String> OBJECTS =
      List.of(
          """
          SELECT 'pg_opclass'::regclass, oid, 'is an operator class' FROM pg_catalog.pg_opclass
          WHERE opcnamespace = ANY (ours.ids)
          """,
          """
          SELECT 'pg_opfamily'::regclass, oid, 'is an operator family' FROM pg_catalog.pg_opfamily f
          WHERE opfnamespace = ANY (ours.ids)
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_opclass WHERE opcfamily = f.oid)
          """,
          """
          SELECT 'pg_type'::regclass, oid, 'is a base type' FROM pg_catalog.pg_type
          WHERE typnamespace = ANY (ours.ids) AND typtype = 'b' AND typcategory <> 'A'
          """,
          """
          SELECT 'pg_proc'::regclass, p.oid,
            CASE
              WHEN NOT l.lanpltrusted AND l.lanname <> 'sql' AND p.prokind <> 'a'
                THEN 'is in language ' || l.lanname || ', which is not trusted'
              WHEN p.proleakproof THEN 'is LEAKPROOF'
              ELSE 'has a state of type internal'
            END
          FROM pg_catalog.pg_proc p
          JOIN pg_catalog.pg_language l ON l.oid = p.prolang
          LEFT JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid
          WHERE p.pronamespace = ANY (ours.ids)
            AND (NOT l.lanpltrusted AND l.lanname <> 'sql' AND p.prokind <> 'a' OR p.proleakproof
              OR g.aggtranstype = 'internal'::regtype OR g.aggmtranstype = 'internal'::regtype)
            AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
          """,
          """
          SELECT 'pg_proc'::regclass, p.oid, 'sets ' || s.name
          FROM pg_catalog.pg_proc p
          JOIN pg_catalog.pg_settings s ON s.context = 'superuser'
            AND EXISTS (
              SELECT FROM pg_catalog.unnest(p.proconfig) AS c
              WHERE pg_catalog.starts_with(c, s.name || '='))
          WHERE p.pronamespace = ANY (ours.ids)
          """,
          """
          SELECT 'pg_ts_parser'::regclass, oid, 'is a text search parser' FROM pg_catalog.pg_ts_parser
          WHERE prsnamespace = ANY (ours.ids)
          """,
          """
          SELECT 'pg_ts_template'::regclass, oid, 'is a text search template'
          FROM pg_catalog.pg_ts_template WHERE tmplnamespace = ANY (ours.ids)
          """,
          """
          SELECT 'pg_cast'::regclass, c.oid, 'is a cast WITHOUT FUNCTION'
          FROM pg_catalog.pg_cast c
          WHERE c.castmethod = 'b' AND EXISTS (
            SELECT FROM pg_catalog.pg_type t
            WHERE t.oid IN (c.castsource, c.casttarget) AND t.typnamespace = ANY (ours.ids))
          """,
          """
          SELECT 'pg_cast'::regclass, c.oid, 'is a cast between types of other schemas'
          FROM pg_catalog.pg_cast c
          JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc AND p.pronamespace = ANY (ours.ids)
          WHERE NOT EXISTS (
            SELECT FROM pg_catalog.pg_type t
            WHERE t.oid IN (c.castsource, c.casttarget) AND t.typnamespace = ANY (ours.ids))
          """);

  private static final String QUESTION =
      """
      WITH ours AS MATERIALIZED (
        SELECT pg_catalog.array_agg(oid) AS ids FROM pg_catalog.pg_namespace WHERE nspname = ANY (?))
      SELECT pg_catalog.pg_describe_object(o.class, o.oid, 0), o.why
      FROM ours CROSS JOIN LATERAL (%s) AS o (class, oid, why)
      WHERE pg_catalog.pg_describe_object(o.class, o.oid, 0) IS NOT NULL AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend e
        WHERE e.classid = o.class AND e.objid = o.oid AND e.deptype = 'e')
      ORDER BY 1, 2
      """;

  private record Made(String object, String why) {}

  @Override
  public List<Finding> ask(Look look) {
    boolean superuser =
        look.target()
            .with(
                connection ->
                    Rows.truth(
                        connection,
                        "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER"));
    if (superuser || look.targetTables().present()) {
      return List.of();
    }
    return made(look).stream()
        .map(
            made ->
                look.blocking(
                    look.source(),
                    made.object,
                    made.why
                        + ": only a superuser can make it, and the mover is none at the target",
                    "put it into an extension that both servers have, or do without it, or ALTER"
                        + " ROLE \"%s\" SUPERUSER at %s for the time of the move"
                            .formatted(
                                look.target().settings().database().user(), look.target().cell())))
        .toList();
  }

  private static List<Made> made(Look look) {
    return look.source()
        .with(
            connection -> {
              List<Made> all = new ArrayList<>();
              for (String objects : OBJECTS) {
                all.addAll(
                    Rows.of(
                        connection,
                        QUESTION.formatted(objects),
                        row -> new Made(row.getString(1), row.getString(2)),
                        look.sourceSchemas()));
              }
              return all;
            });
  }
}
