package dev.rehome.postgres.purge;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a source that was purged takes a row that the tenant writes all the same. What tells such a
 * row is gone where its predicate reads rows of the tenant; a foreign key from every column that
 * the predicate looks at refuses it then, since what it refers to is gone as well.
 */
public final class LateWrites {
  private static final String SCHEMA =
      """
      DO $$ BEGIN IF pg_catalog.to_regnamespace('_rehome') IS NULL THEN CREATE SCHEMA _rehome; END IF; END $$
      """;

  /** The class of errors of rights and names. */
  private static final String UNDERSTOOD = "42";

  private final Connection connection;
  private final Remains remains;
  private final Map<TableName, Set<TableName>> reads;

  private LateWrites(Connection connection, Remains remains) throws SQLException {
    this.connection = connection;
    this.remains = remains;
    this.reads = PredicateReads.of(connection, remains.tables(), remains.tenantId());
  }

  /**
   * The tables of a source that takes them. Changes nothing that lasts.
   *
   * @param connection in a transaction, under the search path of the predicates; its role may make
   *     the schema of our bookkeeping, or nothing is found
   */
  public static List<ScopedTable> taken(Connection connection, Scope scope, String tenantId)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.execute(SCHEMA);
      return new LateWrites(connection, Remains.of(connection, scope, tenantId)).taken();
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith(UNDERSTOOD)) {
        return List.of(); // a right, or a name, that is missing: other questions say so
      }
      throw e;
    } finally {
      connection.rollback(before);
    }
  }

  private List<ScopedTable> taken() throws SQLException {
    Map<ScopedTable, Set<String>> columns = new HashMap<>();
    for (ScopedTable table : untold(remains, reads)) {
      columns.put(table, PredicateReads.columns(connection, table, remains.tenantId()));
    }
    Set<ScopedTable> taken = new HashSet<>();
    // a table to whose rows others refer may take late ones itself, and then these hold on to them
    while (columns.keySet().stream()
        .anyMatch(t -> takes(t, columns.get(t), taken) && taken.add(t))) {}
    return remains.tables().stream().filter(taken::contains).toList();
  }

  private boolean takes(ScopedTable table, Set<String> columns, Set<ScopedTable> taken) {
    Set<String> held = new HashSet<>();
    for (ForeignKey key : remains.keys()) {
      ScopedTable parent = remains.table(key.parent().table()).orElseThrow();
      if (key.child().table().equals(table.source())
          && reads.get(table.source()).contains(parent.source())
          && !taken.contains(parent)) {
        held.addAll(key.columns().values());
      }
    }
    return columns.isEmpty() || !held.containsAll(columns);
  }

  /**
   * Whose predicate reads what a purge deletes; one that reads the row alone, or what stays, holds.
   */
  static List<ScopedTable> untold(Remains remains, Map<TableName, Set<TableName>> reads) {
    return remains.tables().stream()
        .filter(
            table ->
                reads.getOrDefault(table.source(), Set.of()).stream()
                    .anyMatch(read -> remains.table(read).isPresent()))
        .toList();
  }
}
