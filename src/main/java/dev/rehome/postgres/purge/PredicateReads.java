package dev.rehome.postgres.purge;

import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tables a predicate reads, by the server's own word: it is made the condition of a view,
 * whose dependencies the catalog tells, and the view is rolled back. Also by way of views, of
 * inheritance, of operators, and of functions whose body the server has parsed; one whose body is
 * text may read any table.
 */
final class PredicateReads {
  /** The view; answers tables, and a row without a name where anything may be read. */
  private static final String ASKED =
      """
      WITH RECURSIVE reads (class, id) AS (
        SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid, '_rehome.reads'::pg_catalog.regclass::oid
        UNION
        SELECT n.class, n.id FROM reads AS r CROSS JOIN LATERAL (
          SELECT d.refclassid, d.refobjid FROM pg_catalog.pg_rewrite w
          JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
          WHERE r.class = 'pg_catalog.pg_class'::pg_catalog.regclass AND w.ev_class = r.id AND w.ev_type = '1'
          UNION ALL
          SELECT r.class, i.inhrelid FROM pg_catalog.pg_inherits i
          WHERE r.class = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.inhparent = r.id
          UNION ALL
          SELECT d.refclassid, d.refobjid FROM pg_catalog.pg_depend d
          WHERE r.class IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass)
            AND d.classid = r.class AND d.objid = r.id) AS n (class, id))
      SELECT n.nspname, c.relname FROM reads r
      JOIN pg_catalog.pg_class c ON c.oid = r.id JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE r.class = 'pg_catalog.pg_class'::pg_catalog.regclass
      UNION ALL
      SELECT NULL, NULL FROM reads r
      JOIN pg_catalog.pg_proc p ON p.oid = r.id JOIN pg_catalog.pg_language l ON l.oid = p.prolang
      WHERE r.class = 'pg_catalog.pg_proc'::pg_catalog.regclass AND l.lanname NOT IN ('internal', 'c')
        AND pg_catalog.to_jsonb(p) ->> 'prosqlbody' IS NULL
      """;

  private PredicateReads() {}

  /**
   * By reader, the tables that it reads; under the search path of the predicates. Changes nothing
   * that lasts.
   */
  static Map<TableName, Set<TableName>> of(
      Connection connection, List<ScopedTable> tables, String tenantId) throws SQLException {
    Map<TableName, Set<TableName>> reads = new LinkedHashMap<>();
    for (ScopedTable table : tables) {
      if (table.reach() instanceof Reach.ByPredicate predicate) {
        Set<TableName> read = of(connection, table, predicate.where(tenantId));
        reads.put(
            table.source(),
            read.isEmpty()
                ? tables.stream().map(ScopedTable::source).collect(Collectors.toSet())
                : read);
      }
    }
    return reads;
  }

  /** Empty where it may be any table; the view itself is always among them. */
  private static Set<TableName> of(Connection connection, ScopedTable table, String condition)
      throws SQLException {
    Set<TableName> read = new LinkedHashSet<>();
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      // over a row of the table, as the guard asks, and so not over the table itself
      statement.execute(
          "CREATE VIEW _rehome.reads AS SELECT 1 AS one FROM (SELECT (NULL::%s).*) AS %s WHERE %s"
              .formatted(table.source().sql(), Sql.name(table.source().table()), condition));
      try (ResultSet row = statement.executeQuery(ASKED)) {
        while (row.next()) {
          if (row.getString(1) == null) {
            return Set.of();
          }
          read.add(new TableName(row.getString(1), row.getString(2)));
        }
      }
      return read;
    } finally {
      connection.rollback(before);
    }
  }
}
