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
import java.util.ArrayList;
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

  /** The table. */
  private static final String COLUMNS =
      """
      SELECT DISTINCT a.attname, NULL FROM pg_catalog.pg_rewrite w
      JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
      JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE w.ev_class = '_rehome.reads'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass(%s)
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
    // over a row like the table's, and so not over the table itself
    String row =
        table.columns().stream()
            .map(column -> "NULL::%s AS %s".formatted(column.type(), Sql.name(column.name())))
            .collect(Collectors.joining(", ", "(SELECT ", ")"));
    Set<TableName> read = new LinkedHashSet<>();
    for (String[] one : asked(connection, row, table, condition, ASKED)) {
      if (one[0] == null) {
        return Set.of();
      }
      read.add(new TableName(one[0], one[1]));
    }
    return read;
  }

  /** The columns of the table that its own predicate looks at. */
  static Set<String> columns(Connection connection, ScopedTable table, String tenantId)
      throws SQLException {
    Set<String> columns = new LinkedHashSet<>();
    String where = table.reach().where(tenantId);
    String asked = COLUMNS.formatted(Sql.literal(table.source().sql()));
    for (String[] one :
        asked(connection, table.only() + table.source().sql(), table, where, asked)) {
      columns.add(one[0]);
    }
    return columns;
  }

  private static List<String[]> asked(
      Connection connection, String from, ScopedTable table, String condition, String question)
      throws SQLException {
    List<String[]> answers = new ArrayList<>();
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          "CREATE VIEW _rehome.reads AS SELECT 1 AS one FROM %s AS %s WHERE %s"
              .formatted(from, Sql.name(table.source().table()), condition));
      try (ResultSet answer = statement.executeQuery(question)) {
        while (answer.next()) {
          answers.add(new String[] {answer.getString(1), answer.getString(2)});
        }
      }
      return answers;
    } finally {
      connection.rollback(before);
    }
  }
}
