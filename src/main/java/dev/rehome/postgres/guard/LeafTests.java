package dev.rehome.postgres.guard;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.guard.GuardedLeaf.Test;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  /** By a column and the operator that compares it: the tenants. */
  static Map<String, Set<String>> comparisons(List<TriggerText.Entry> entries) {
    Map<String, Set<String>> ids = new LinkedHashMap<>();
    for (TriggerText.Entry entry : entries) {
      String id = Sql.literal(entry.tenantId());
      if (entry.reach().equals("column")) {
        String equals = entry.test().substring(0, entry.test().length() - id.length());
        ids.computeIfAbsent(equals, key -> new LinkedHashSet<>()).add(entry.tenantId());
      }
    }
    return ids;
  }

  /** What follows the operator, for one or several. */
  static String anyOf(List<String> ids) {
    if (ids.size() == 1) {
      return Sql.literal(ids.get(0));
    }
    String array =
        ids.stream()
            .map(id -> '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(",", "{", "}"));
    return "ANY (" + Sql.literal(array) + ")";
  }

  /**
   * Whether a column may hold one of many tenants: its hash is one of theirs. Every statement of
   * every neighbour reads the text of a trigger's WHEN anew, so that it costs what it is long. The
   * triggers' function compares what passes.
   *
   * @param column its quoted name
   * @param hash SQL over the column, {@code %s}
   * @param hashes those of the tenants, with commas between them
   */
  record QuickTest(String column, String hash, String hashes) {
    /** Fewer are as quickly compared. */
    private static final int SINCE = 4;

    private static final Pattern COLUMN = Pattern.compile("^(\"(?:[^\"]|\"\")+\") ");

    /** Types of which equal values have equal texts; the table, the column's name. */
    private static final String TYPE =
        """
        SELECT CASE WHEN a.atttypid = 'uuid'::regtype THEN 'uuid_hash'
                    WHEN a.atttypid IN ('text'::regtype, 'varchar'::regtype) AND c.collisdeterministic THEN 'hashtext' END
        FROM pg_attribute a LEFT JOIN pg_collation c ON c.oid = a.attcollation
        WHERE a.attrelid = ? AND quote_ident_always(a.attname) = ?
        """
            .replace(
                "quote_ident_always(a.attname)",
                "'\"' || replace(a.attname, '\"', '\"\"') || '\"'");

    String of(String row) {
      return "pg_catalog."
          + hash.formatted(row + "." + column)
          + " = ANY ('{"
          + hashes
          + "}'::pg_catalog.int4[])";
    }

    /** By column and operator, for those who are many. */
    static Map<String, QuickTest> of(Connection connection, TriggerText text) throws SQLException {
      Map<String, QuickTest> quick = new HashMap<>();
      for (Map.Entry<String, Set<String>> one : comparisons(text.entries()).entrySet()) {
        Matcher column = COLUMN.matcher(one.getKey());
        if (one.getValue().size() >= SINCE && column.find()) {
          String function =
              JdbcForms.first(
                      connection,
                      TYPE,
                      row -> String.valueOf(row.getString(1)),
                      text.leaf(),
                      column.group(1))
                  .orElse("null");
          if (!function.equals("null")) {
            String type = function.equals("uuid_hash") ? "uuid" : "text";
            List<String> hashes =
                JdbcForms.rows(
                    connection,
                    "SELECT %s(id::%s) FROM unnest(?::text[]) AS id".formatted(function, type),
                    row -> row.getString(1),
                    connection.createArrayOf("text", new ArrayList<>(one.getValue()).toArray()));
            quick.put(
                one.getKey(),
                new QuickTest(
                    column.group(1),
                    function + "(%s::pg_catalog." + type + ")",
                    String.join(",", hashes)));
          }
        }
      }
      return quick;
    }
  }
}
