package dev.rehome.postgres.guard;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.LockTime;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The lock under which a table's triggers change. A partitioned root's covers all its partitions,
 * since its row triggers are theirs too.
 *
 * @param readersToo whether nobody may even read meanwhile
 */
record TableLock(long table, TableName name, TriggerText.Part part, boolean readersToo) {
  /**
   * The longest wait for a root. The partitions that we have already keep a neighbour from writing
   * while we wait for the one that he has: we give up before anybody's deadlock check ends him.
   */
  private static final Duration SHORT = Duration.ofMillis(300);

  static TableLock of(Connection connection, long table, boolean readersToo) throws SQLException {
    TableName name =
        LeafCatalog.name(connection, table)
            .orElseThrow(() -> new MoveFailed("table " + table + " vanished while it was fenced"));
    return new TableLock(
        table,
        name,
        LeafCatalog.part(connection, table),
        readersToo || !LeafCatalog.replaces(connection));
  }

  /** The triggers for these tenants. */
  TriggerText text(List<TriggerText.Entry> entries) {
    return new TriggerText(table, name.sql(), part, entries);
  }

  /** Takes it until the transaction ends; error 55P03 or 57014 if it was not to be had. */
  void take(Connection connection) throws SQLException {
    Duration deadlock = LeafCatalog.deadlockTimeout(connection);
    if (part == TriggerText.Part.ROOT) {
      Duration half = deadlock.dividedBy(2);
      JdbcForms.timeout(connection, half.compareTo(SHORT) < 0 ? half : SHORT);
      JdbcForms.run(connection, "LOCK TABLE " + name.sql() + mode());
      JdbcForms.timeout(connection, Guard.AMONG_MOVERS);
    } else {
      takeAlone(connection, deadlock);
    }
  }

  /** Waits for longer than the deadlock check, in which autovacuum yields its lock. */
  private void takeAlone(Connection connection, Duration deadlock) throws SQLException {
    JdbcForms.timeout(connection, deadlock.plusMillis(500));
    JdbcForms.run(connection, "LOCK TABLE ONLY " + name.sql() + mode());
  }

  private String mode() {
    return readersToo ? " IN ACCESS EXCLUSIVE MODE" : " IN SHARE ROW EXCLUSIVE MODE";
  }

  /**
   * Whether a transaction that is older than a second holds the table, so is likely to go on, or
   * one that is prepared. A session that we may not see is not counted.
   */
  boolean busy(Connection connection) throws SQLException {
    return JdbcForms.first(
            connection,
            """
            SELECT 1 FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.relation = ANY (?::oid[]) AND l.granted
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND (? OR l.mode NOT IN ('AccessShareLock', 'RowShareLock'))
              AND (l.pid IS NULL
                OR a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()
                  AND a.xact_start < clock_timestamp() - interval '1 second')
            LIMIT 1
            """,
            row -> true,
            covered(connection),
            readersToo)
        .orElse(false);
  }

  /**
   * Makes autovacuum yield a root's partitions, one by one: a short wait does not.
   *
   * @return whether it was at any of them
   */
  static boolean relieve(PostgresSide side, TableName root) {
    List<Long> vacuumed =
        side.with(
            connection ->
                JdbcForms.rows(
                    connection,
                    """
                    SELECT DISTINCT l.relation::bigint
                    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                    WHERE l.relation = ANY (?::oid[]) AND l.granted
                      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                      AND a.backend_type = 'autovacuum worker'
                    """,
                    row -> row.getLong(1),
                    covered(connection, root)));
    for (long table : vacuumed) {
      LockTime.within(
          side,
          connection -> {
            TableLock one = of(connection, table, /* readersToo= */ false);
            if (one.part() == TriggerText.Part.TABLE && !one.busy(connection)) {
              one.takeAlone(connection, LeafCatalog.deadlockTimeout(connection));
            }
            return true;
          });
    }
    return !vacuumed.isEmpty();
  }

  /** The object ids of what the lock of a table covers. */
  static Array covered(Connection connection, TableName table) throws SQLException {
    return of(connection, LeafCatalog.id(connection, table), /* readersToo= */ false)
        .covered(connection);
  }

  private Array covered(Connection connection) throws SQLException {
    List<Long> all =
        part != TriggerText.Part.ROOT
            ? List.of(table)
            : JdbcForms.rows(
                connection,
                """
                WITH RECURSIVE tree AS (
                  SELECT ?::oid AS id
                  UNION ALL
                  SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.id
                )
                SELECT id::bigint FROM tree
                """,
                row -> row.getLong(1),
                table);
    return connection.createArrayOf("int8", all.toArray());
  }
}
