package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The casts from and to types of a scope, in the source's names. They are in no schema, so that
 * pg_dump, asked for schemas, leaves them out.
 */
public final class Casts {
  private static final String QUESTION =
      """
      SELECT pg_catalog.format('CREATE CAST (%s AS %s) %s%s',
          pg_catalog.format_type(c.castsource, NULL), pg_catalog.format_type(c.casttarget, NULL),
          CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure
            WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
          CASE c.castcontext WHEN 'i' THEN ' AS IMPLICIT' WHEN 'a' THEN ' AS ASSIGNMENT' END) AS cast,
        pg_catalog.format('COMMENT ON CAST (%s AS %s) IS ',
          pg_catalog.format_type(c.castsource, NULL), pg_catalog.format_type(c.casttarget, NULL))
          AS comment_on,
        d.description,
        sn.nspname, coalesce(se.typname, s.typname), tn.nspname, coalesce(te.typname, t.typname),
        fn.nspname, f.proname
      FROM pg_catalog.pg_cast c
      JOIN pg_catalog.pg_type s ON s.oid = c.castsource
      JOIN pg_catalog.pg_namespace sn ON sn.oid = s.typnamespace
      LEFT JOIN pg_catalog.pg_type se ON se.typarray = s.oid
      JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
      JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_type te ON te.typarray = t.oid
      LEFT JOIN pg_catalog.pg_proc f ON f.oid = c.castfunc
      LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace
      LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_cast'::regclass AND d.objoid = c.oid
      WHERE (sn.nspname = ANY (?) OR tn.nspname = ANY (?))
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend e
          WHERE e.classid = 'pg_cast'::regclass AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_range r
          WHERE r.rngtypid = c.castsource AND (to_jsonb(r) ->> 'rngmultitypid')::oid = c.casttarget)
      ORDER BY c.oid
      """;

  private Casts() {}

  /**
   * A cast.
   *
   * @param needs the types and the function that it is made of, each schema and name
   */
  private record Cast(List<SqlStatement> statements, List<List<String>> needs) {
    static Cast read(ResultSet row) throws SQLException {
      List<SqlStatement> statements = new ArrayList<>();
      statements.add(SqlStatement.of(row.getString(1)));
      if (row.getString(3) != null) {
        statements.add(SqlStatement.of(row.getString(2) + Sql.literal(row.getString(3))));
      }
      List<List<String>> needs = new ArrayList<>();
      needs.add(List.of(row.getString(4), row.getString(5)));
      needs.add(List.of(row.getString(6), row.getString(7)));
      if (row.getString(9) != null) {
        needs.add(List.of(row.getString(8), row.getString(9)));
      }
      return new Cast(statements, needs);
    }

    boolean needs(SqlStatement statement) {
      return statement.begins("create") && needs.contains(statement.nameAt(2));
    }
  }

  /** The dump with each cast directly behind what it needs, and so before what uses it. */
  public static List<SqlStatement> among(List<SqlStatement> preData, Connection source, Scope scope)
      throws SQLException {
    List<String> schemas = scope.schemas().stream().map(SchemaPair::source).toList();
    List<SqlStatement> all = new ArrayList<>(preData);
    for (Cast cast : Rows.of(source, QUESTION, Cast::read, schemas, schemas)) {
      int last = all.size();
      while (last > 0 && !cast.needs(all.get(last - 1))) {
        last--;
      }
      all.addAll(last == 0 ? all.size() : last, cast.statements);
    }
    return all;
  }
}
