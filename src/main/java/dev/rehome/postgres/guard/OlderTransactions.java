package dev.rehome.postgres.guard;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.patience.Patience;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions that a predicate cannot be trusted in: a snapshot older than the closing does
 * not see a parent row that another session wrote, and a row written before may belong to a parent
 * that became the tenant's since. Their end is waited for.
 */
final class OlderTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(OlderTransactions.class);

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Nobody is refused meanwhile; a report that reads for hours would keep a move from going on. */
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(2);

  private final PostgresSide side;
  private final Move move;
  private final String tables;

  OlderTransactions(PostgresSide side, Move move, Scope scope) {
    this.side = side;
    this.move = move;
    this.tables =
        scope.tables().stream()
            .filter(table -> table.reach() instanceof Reach.ByPredicate)
            .flatMap(table -> table.leaves().stream())
            .map(leaf -> "to_regclass(" + Sql.literal(leaf.name().sql()) + ")")
            .collect(Collectors.joining(", "));
  }

  private record Older(int pid, String begun, String line) {}

  /**
   * @param most from the announcement on
   * @param renewal called now and then, so that the fence does not lapse meanwhile
   * @throws MoveFailed naming those that are left
   */
  void await(Duration most, Runnable renewal) {
    List<Older> left = side.with(this::now);
    long renewed = System.nanoTime();
    while (!left.isEmpty()) {
      if (spent(most)) {
        throw new MoveFailed(
            "%s: transactions older than the fence may still write to tables that are reached by a predicate: %s; let them finish or end them, then ask for the move again"
                .formatted(move, left.stream().map(Older::line).collect(Collectors.joining("; "))));
      }
      Patience.pause(PAUSE, "a fence waited; the next start goes on");
      if (System.nanoTime() - renewed > BETWEEN_RENEWALS.toNanos()) {
        renewal.run();
        renewed = System.nanoTime();
      }
      List<Older> now = side.with(this::now);
      left = left.stream().filter(one -> still(one, now)).toList();
    }
  }

  /**
   * Waits for a while until nobody has a snapshot any more that he took before now, in which he
   * would not see a row that was committed before.
   *
   * @return false when somebody keeps one for longer, whom the log names
   */
  static boolean letEnd(PostgresSide side, Move move) {
    long begun = System.nanoTime();
    List<Older> left = side.with(OlderTransactions::withSnapshots);
    while (!left.isEmpty() && System.nanoTime() - begun < A_WHILE.toNanos()) {
      Patience.pause(PAUSE, "what a fence needs was put up; the next start goes on");
      List<Older> now = side.with(OlderTransactions::withSnapshots);
      left = left.stream().filter(one -> still(one, now)).toList();
    }
    if (!left.isEmpty()) {
      LOG.info(
          "{}: the guard's triggers at {} are left to DRAIN: they would refuse a write of"
              + " transactions that began before the guard: {}",
          move,
          side.cell(),
          left.stream().map(Older::line).collect(Collectors.joining("; ")));
    }
    return left.isEmpty();
  }

  private static List<Older> withSnapshots(Connection connection) throws SQLException {
    return JdbcForms.rows(
        connection,
        """
        SELECT a.pid, a.xact_start::text, format('pid %s, application %s, user %s, %s since %s',
                 a.pid, a.application_name, a.usename, a.state, a.xact_start)
        FROM pg_stat_activity a
        WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
          AND a.backend_type = 'client backend' AND a.application_name NOT LIKE 'rehome/%'
          AND a.backend_xmin IS NOT NULL
        """,
        row -> new Older(row.getInt(1), row.getString(2), row.getString(3)));
  }

  private static boolean still(Older one, List<Older> now) {
    return now.stream().anyMatch(o -> o.pid() == one.pid() && o.begun().equals(one.begun()));
  }

  private boolean spent(Duration most) {
    return side.with(
        connection ->
            JdbcForms.first(
                    connection,
                    """
                    SELECT clock_timestamp() > since + ? * interval '1 millisecond'
                    FROM _rehome.announced WHERE tenant_id = ? AND place = 'source'
                    """,
                    row -> row.getBoolean(1),
                    most.toMillis(),
                    move.tenant().id())
                .orElse(true));
  }

  /** Those with a snapshot, those with the tables' write locks, and those that are prepared. */
  private List<Older> now(Connection connection) throws SQLException {
    return JdbcForms.rows(
        connection,
        """
        SELECT a.pid, a.xact_start::text, format('pid %%s, application %%s, user %%s, %%s since %%s, query: %%s',
                 a.pid, a.application_name, a.usename, a.state, a.xact_start, left(a.query, 200))
        FROM pg_stat_activity a
        WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
          AND a.xact_start IS NOT NULL
          AND a.backend_type IN ('client backend', 'background worker')
          AND a.application_name NOT LIKE 'rehome/%%'
          AND (a.backend_xmin IS NOT NULL
            OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.granted
                 AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
                 AND l.relation IN (%s)))
        UNION ALL
        SELECT 0, p.gid, format('prepared transaction %%s', p.gid)
        FROM pg_prepared_xacts p WHERE p.database = current_database()
        """
            .formatted(tables),
        row -> new Older(row.getInt(1), row.getString(2), row.getString(3)));
  }
}
