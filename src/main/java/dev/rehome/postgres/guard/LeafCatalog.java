package dev.rehome.postgres.guard;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.guard.TriggerText.Entry;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the catalog and {@code _rehome.guarded} say about tables that carry triggers. */
final class LeafCatalog {
  private LeafCatalog() {}

  /** What must carry triggers in the source. */
  static List<GuardedLeaf> ofSource(Scope scope) {
    List<String> schemas = scope.schemas().stream().map(Scope.SchemaPair::source).toList();
    return scope.tables().stream()
        .filter(table -> table.reach().fenced())
        .flatMap(
            table ->
                table.leaves().stream()
                    .map(
                        leaf ->
                            new GuardedLeaf(
                                leaf.name(), table.source().table(), table.reach(), schemas)))
        .toList();
  }

  /** What carries triggers for a table: itself, and every partition of any level. */
  static List<TableName> tree(Connection connection, TableName table) throws SQLException {
    return JdbcForms.rows(
        connection,
        """
        WITH RECURSIVE tree AS (
          SELECT to_regclass(?)::oid AS id
          UNION ALL
          SELECT i.inhrelid FROM tree
          JOIN pg_inherits i ON i.inhparent = tree.id
          JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition
        )
        SELECT n.nspname, c.relname FROM tree
        JOIN pg_class c ON c.oid = tree.id JOIN pg_namespace n ON n.oid = c.relnamespace
        ORDER BY 1, 2
        """,
        row -> new TableName(row.getString(1), row.getString(2)),
        table.sql());
  }

  /** Tables of which a part has lost its triggers, or came without. */
  static List<TableName> unguarded(Connection connection, Guard guard, Scope scope)
      throws SQLException {
    List<String> schemas = scope.schemas().stream().map(Scope.SchemaPair::source).toList();
    List<TableName> missing = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      if (table.reach().fenced()) {
        for (TableName leaf : tree(connection, table.source())) {
          GuardedLeaf guarded =
              new GuardedLeaf(leaf, table.source().table(), table.reach(), schemas);
          if (!carries(connection, leaf, guard, guarded.test(connection, guard.tenantId()))) {
            missing.add(leaf);
          }
        }
      }
    }
    return missing;
  }

  /** Whether the table's triggers are there, enabled for every role, and ask for the tenant. */
  static boolean carries(Connection connection, TableName leaf, Guard guard, GuardedLeaf.Test test)
      throws SQLException {
    return JdbcForms.first(
            connection,
            """
            SELECT (SELECT count(*) FROM pg_trigger t
                    WHERE t.tgrelid = c.oid AND t.tgenabled = 'A'
                      AND t.tgname LIKE 'rehome\\_guard\\_%'
                      AND t.tgfoid = to_regproc('_rehome.guard_' || c.oid)::oid)
                   = CASE WHEN c.relkind = 'p' AND c.relispartition THEN 1 ELSE 4 END
            FROM pg_class c
            JOIN _rehome.guarded g ON g.leaf = c.oid AND g.tenant_id = ? AND g.place = ?
              AND g.reach = ? AND g.test = ? AND g.alias = ? AND g.path = ?
            WHERE c.oid = to_regclass(?)
            """,
            row -> row.getBoolean(1),
            guard.tenantId(),
            guard.place().label(),
            test.reach(),
            test.test(),
            test.alias(),
            test.path(),
            leaf.sql())
        .orElse(false);
  }

  static long id(Connection connection, TableName leaf) throws SQLException {
    return JdbcForms.first(
            connection,
            "SELECT c.oid FROM pg_class c WHERE c.oid = to_regclass(?)",
            row -> row.getLong(1),
            leaf.sql())
        .orElseThrow(() -> new MoveFailed("table " + leaf + " vanished while it was fenced"));
  }

  /** The table's name now; empty if it was dropped. */
  static Optional<TableName> name(Connection connection, long leaf) throws SQLException {
    return JdbcForms.first(
        connection,
        """
        SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid = ?
        """,
        row -> new TableName(row.getString(1), row.getString(2)),
        leaf);
  }

  /** Whether some table's triggers still ask for the guard. */
  static boolean any(Connection connection, Guard guard) throws SQLException {
    return JdbcForms.first(
            connection,
            "SELECT 1 FROM _rehome.guarded WHERE tenant_id = ? AND place = ? LIMIT 1",
            row -> true,
            guard.tenantId(),
            guard.place().label())
        .orElse(false);
  }

  /** Whether somebody else's guard needs the table's triggers too. */
  static boolean shared(Connection connection, long leaf, Guard guard) throws SQLException {
    return JdbcForms.first(
            connection,
            """
            SELECT 1 FROM _rehome.guarded WHERE leaf = ? AND (tenant_id <> ? OR place <> ?) LIMIT 1
            """,
            row -> true,
            leaf,
            guard.tenantId(),
            guard.place().label())
        .orElse(false);
  }

  /** The triggers for all the tenants who are fenced on the table now. */
  static TriggerText text(Connection connection, TableLock lock) throws SQLException {
    List<Entry> entries =
        JdbcForms.rows(
            connection,
            """
            SELECT tenant_id, place, reach, test, alias, path FROM _rehome.guarded
            WHERE leaf = ? ORDER BY tenant_id, place
            """,
            row ->
                new Entry(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6)),
            lock.table());
    return new TriggerText(lock.table(), lock.name().sql(), lock.part(), entries);
  }

  /** What the table is in the hierarchy of its partitions. */
  static TriggerText.Part part(Connection connection, long leaf) throws SQLException {
    return JdbcForms.first(
            connection,
            """
            SELECT CASE WHEN relkind <> 'p' THEN 'TABLE' WHEN relispartition THEN 'PARENT' ELSE 'ROOT' END
            FROM pg_class WHERE oid = ?
            """,
            row -> TriggerText.Part.valueOf(row.getString(1)),
            leaf)
        .orElse(TriggerText.Part.TABLE);
  }

  /** How long a waiter for a lock waits before it looks for a deadlock. */
  static Duration deadlockTimeout(Connection connection) throws SQLException {
    return JdbcForms.first(
            connection,
            "SELECT setting::bigint FROM pg_settings WHERE name = 'deadlock_timeout'",
            row -> Duration.ofMillis(row.getLong(1)))
        .orElseThrow();
  }

  /** Whether a partition's clones of triggers may be altered by their owner. */
  static boolean altersClones(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion() >= 13;
  }

  /** Whether the server knows {@code CREATE OR REPLACE TRIGGER}. */
  static boolean replaces(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion() >= 14;
  }
}
