package dev.rehome.postgres.copy.plan;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of which the tenant has so few rows that an index, or a trigger, which is there before
 * them costs less than the statements that make it after them. An estimate: what it takes for small
 * and is not only takes longer.
 */
public final class SmallTables {
  /**
   * About 3 microseconds a row for the guard's trigger and as much for each index, against some 40
   * requests of a millisecond at best.
   */
  private static final long ROWS_MAX = 5_000;

  /** No more rows than that can be in it, of whomever: the planner need not be asked. */
  private static final long BYTES_MAX = 256 << 10;

  /** With its header, a row is hardly smaller. */
  private static final long ROW_BYTES_LEAST = 64;

  /** About as many bytes. */
  private static final long ROW_BYTES_MAX = 16L << 20;

  private static final Pattern ROWS = Pattern.compile("rows=(\\d+) width=(\\d+)");

  private SmallTables() {}

  /**
   * About how many rows the tenant has in each, by the tables' names at the source. Reads the
   * source.
   */
  public static Map<TableName, Long> rows(Connection source, Scope scope, String tenantId)
      throws SQLException {
    SearchPath.set(source, SearchPath.source(scope));
    Map<TableName, Long> small = new HashMap<>();
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      for (ScopedTable table : scope.tables()) {
        long bytes = bytes(statement, table);
        long rows =
            bytes <= BYTES_MAX
                ? bytes / ROW_BYTES_LEAST
                : rows(statement, new TableSql(table, tenantId).select("true"));
        if (rows <= ROWS_MAX) {
          small.put(table.source(), rows);
        }
      }
    }
    return small;
  }

  /** Names of the target, of the tables and of their partitions. */
  public static Set<TableName> names(Scope scope, Set<TableName> ofSource) {
    Set<TableName> names = new HashSet<>();
    for (ScopedTable table : scope.tables()) {
      if (ofSource.contains(table.source())) {
        names.add(table.target());
        table.leaves().forEach(leaf -> names.add(target(scope, leaf.name())));
      }
    }
    return names;
  }

  private static TableName target(Scope scope, TableName source) {
    return scope.schemas().stream()
        .filter(pair -> pair.source().equals(source.schema()))
        .findFirst()
        .map(pair -> new TableName(pair.target(), source.table()))
        .orElse(source);
  }

  private static long bytes(Statement statement, ScopedTable table) throws SQLException {
    String sizes =
        table.leaves().stream()
            .map(
                leaf ->
                    "pg_catalog.pg_table_size(%s::regclass)"
                        .formatted(Sql.literal(leaf.name().sql())))
            .collect(Collectors.joining(" + "));
    try (ResultSet row = statement.executeQuery("SELECT " + (sizes.isEmpty() ? "0" : sizes))) {
      row.next();
      return row.getLong(1);
    }
  }

  private static boolean few(long rows, long width) {
    return rows <= ROWS_MAX && rows * width <= ROW_BYTES_MAX;
  }

  private static long rows(Statement statement, String select) throws SQLException {
    try (ResultSet row = statement.executeQuery("EXPLAIN " + select)) {
      row.next();
      Matcher rows = ROWS.matcher(row.getString(1));
      return rows.find() && few(Long.parseLong(rows.group(1)), Long.parseLong(rows.group(2)))
          ? Long.parseLong(rows.group(1))
          : Long.MAX_VALUE;
    }
  }
}
