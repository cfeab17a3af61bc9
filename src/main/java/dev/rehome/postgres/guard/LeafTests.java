package dev.rehome.postgres.guard;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.guard.GuardedLeaf.Test;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a tenant's rows are told on each of many tables; two statements for all of them. */
final class LeafTests {
  /**
   * The equality of each column's own type: under our search path {@code =} would compare citext as
   * text, and let a write for {@code ACME} pass.
   */
  private static final String EQUALITIES =
      """
      WITH RECURSIVE base AS (
        SELECT asked.place, a.atttypid AS type
        FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS asked (leaf, col, place)
        JOIN pg_attribute a ON a.attrelid = to_regclass(asked.leaf) AND a.attname = asked.col AND NOT a.attisdropped
        UNION ALL
        SELECT base.place, t.typbasetype FROM base JOIN pg_type t ON t.oid = base.type AND t.typtype = 'd'
      ), kinds AS (
        SELECT DISTINCT type FROM base
      ), equal AS (
        SELECT kinds.type,
          (SELECT ARRAY[m.amname::text, format('OPERATOR(%I.%s)', n.nspname, o.oprname)]
           FROM pg_opclass c
           JOIN pg_am m ON m.oid = c.opcmethod AND m.amname IN ('btree', 'hash')
           JOIN pg_amop p ON p.amopfamily = c.opcfamily
            AND p.amoplefttype = c.opcintype AND p.amoprighttype = c.opcintype
            AND p.amopstrategy = CASE m.amname WHEN 'btree' THEN 3 ELSE 1 END
           JOIN pg_operator o ON o.oid = p.amopopr
           JOIN pg_namespace n ON n.oid = o.oprnamespace
           WHERE c.opcintype = kinds.type AND c.opcdefault
           ORDER BY m.amname LIMIT 1) AS found
        FROM kinds
      )
      SELECT base.place,
        coalesce((array_agg(equal.found[2] ORDER BY equal.found[1]) FILTER (WHERE equal.found IS NOT NULL))[1],
          'OPERATOR(pg_catalog.=)')
      FROM base JOIN equal USING (type) GROUP BY base.place
      """;

  private LeafTests() {}

  /**
   * By table, in the order of the tables.
   *
   * @throws MoveFailed when a table lacks the tenant's column
   */
  static Map<GuardedLeaf, Test> of(Connection connection, List<GuardedLeaf> leaves, String tenantId)
      throws SQLException {
    List<GuardedLeaf> byColumn =
        leaves.stream().filter(leaf -> leaf.reach() instanceof Reach.ByColumn).toList();
    Map<Integer, String> equalities = equalities(connection, byColumn);
    Map<List<String>, String> paths = new HashMap<>();
    Map<GuardedLeaf, Test> tests = new LinkedHashMap<>();
    for (GuardedLeaf leaf : leaves) {
      if (leaf.reach() instanceof Reach.ByColumn by) {
        String equality = equalities.get(byColumn.indexOf(leaf) + 1);
        if (equality == null) {
          throw new MoveFailed(
              "table "
                  + leaf.name()
                  + " has no column "
                  + by.column()
                  + ", the settings name it as the tenant's; correct"
                  + " postgres.tenant-column or postgres.tenant-columns");
        }
        String test = Sql.name(by.column()) + " " + equality + " " + Sql.literal(tenantId);
        tests.put(leaf, new Test("column", test, leaf.alias(), ""));
      } else if (leaf.reach() instanceof Reach.ByPredicate) {
        String path = paths.get(leaf.schemas());
        if (path == null) {
          path = SearchPath.text(connection, leaf.schemas());
          paths.put(leaf.schemas(), path);
        }
        tests.put(leaf, new Test("predicate", leaf.reach().where(tenantId), leaf.alias(), path));
      } else {
        tests.put(leaf, new Test("whole", "", leaf.alias(), ""));
      }
    }
    return tests;
  }

  private static Map<Integer, String> equalities(Connection connection, List<GuardedLeaf> leaves)
      throws SQLException {
    Map<Integer, String> found = new HashMap<>();
    if (!leaves.isEmpty()) {
      JdbcForms.rows(
          connection,
          EQUALITIES,
          row -> found.put(row.getInt(1), row.getString(2)),
          connection.createArrayOf(
              "text", leaves.stream().map(leaf -> leaf.name().sql()).toArray()),
          connection.createArrayOf(
              "text",
              leaves.stream().map(leaf -> ((Reach.ByColumn) leaf.reach()).column()).toArray()));
    }
    return found;
  }
}
