package dev.rehome.postgres.guard;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.guard.TriggerText.Entry;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    return trees(connection, List.of(table)).get(0);
  }

  /** The same for each of these, in their order; nothing of one that is not there. */
  static List<List<TableName>> trees(Connection connection, List<TableName> tables)
      throws SQLException {
    List<List<TableName>> trees = new ArrayList<>();
    tables.forEach(table -> trees.add(new ArrayList<>()));
    JdbcForms.rows(
        connection,
        """
        WITH RECURSIVE tree AS (
          SELECT root.place, to_regclass(root.name)::oid AS id
          FROM unnest(?::text[]) WITH ORDINALITY AS root (name, place)
          UNION ALL
          SELECT tree.place, i.inhrelid FROM tree
          JOIN pg_inherits i ON i.inhparent = tree.id
          JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition
        )
        SELECT tree.place, n.nspname, c.relname FROM tree
        JOIN pg_class c ON c.oid = tree.id JOIN pg_namespace n ON n.oid = c.relnamespace
        ORDER BY 1, 2, 3
        """,
        row -> trees.get(row.getInt(1) - 1).add(new TableName(row.getString(2), row.getString(3))),
        connection.createArrayOf("text", tables.stream().map(TableName::sql).toArray()));
    return trees;
  }

  /** Tables of which a part has lost its triggers, or came without. */
  static List<TableName> unguarded(Connection connection, Guard guard, Scope scope)
      throws SQLException {
    return lacking(connection, guard.tenantId(), guard.place(), ofSource(scope)).stream()
        .map(GuardedLeaf::name)
        .toList();
  }

  /**
   * Those whose triggers are not there, or not enabled for every role, or do not ask for the
   * tenant. Few statements, whatever their number: it may be the tenant's write pause.
   */
  static List<GuardedLeaf> lacking(
      Connection connection, String tenantId, GuardSide place, List<GuardedLeaf> leaves)
      throws SQLException {
    if (leaves.isEmpty()) {
      return List.of();
    }
    Map<GuardedLeaf, GuardedLeaf.Test> tests = LeafTests.of(connection, leaves, tenantId);
    return JdbcForms.rows(
        connection,
        """
        SELECT asked.place
        FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
          AS asked (leaf, reach, test, alias, path, place)
        LEFT JOIN pg_class c ON c.oid = to_regclass(asked.leaf)
        LEFT JOIN _rehome.guarded g ON g.leaf = c.oid AND g.tenant_id = ? AND g.place = ?
          AND g.reach = asked.reach AND g.test = asked.test AND g.alias = asked.alias AND g.path = asked.path
        WHERE g.leaf IS NULL OR coalesce((to_jsonb(g) ->> 'purged')::boolean, false)
           OR (SELECT count(*) FROM pg_trigger t
               WHERE t.tgrelid = c.oid AND t.tgenabled = 'A'
                 AND t.tgname LIKE 'rehome\\_guard\\_%'
                 AND t.tgfoid = to_regproc('_rehome.guard_' || c.oid)::oid)
              <> CASE WHEN c.relkind = 'p' AND c.relispartition THEN 1 ELSE 4 END
        ORDER BY asked.place
        """,
        row -> leaves.get(row.getInt(1) - 1),
        texts(connection, leaves.stream().map(leaf -> leaf.name().sql())),
        texts(connection, leaves.stream().map(leaf -> tests.get(leaf).reach())),
        texts(connection, leaves.stream().map(leaf -> tests.get(leaf).test())),
        texts(connection, leaves.stream().map(leaf -> tests.get(leaf).alias())),
        texts(connection, leaves.stream().map(leaf -> tests.get(leaf).path())),
        tenantId,
        place.label());
  }

  private static Array texts(Connection connection, Stream<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
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

  /** The triggers for all the tenants who are fenced on the table now. */
  static TriggerText text(Connection connection, TableLock lock) throws SQLException {
    return lock.text(entries(connection, lock.table()));
  }

  /**
   * The tenants who are fenced on a table; bookkeeping of earlier versions knows no purged ones.
   */
  static List<Entry> entries(Connection connection, long leaf) throws SQLException {
    return JdbcForms.rows(
        connection,
        """
        SELECT tenant_id, place, reach, test, alias, path,
               coalesce((to_jsonb(g) ->> 'purged')::boolean, false)
        FROM _rehome.guarded g WHERE leaf = ? ORDER BY tenant_id, place
        """,
        row ->
            new Entry(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7)),
        leaf);
  }

  /** The names of our triggers on a table. */
  static List<String> triggers(Connection connection, long leaf) throws SQLException {
    return JdbcForms.rows(
        connection,
        """
        SELECT tgname FROM pg_trigger
        WHERE tgrelid = ? AND tgname LIKE 'rehome\\_guard\\_%'
          AND tgfoid = to_regproc('_rehome.guard_' || tgrelid)::oid ORDER BY 1
        """,
        row -> row.getString(1),
        leaf);
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
