package dev.rehome.postgres.copy;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One snapshot of the source for all readers of a move. A session of its own holds it, together
 * with ACCESS SHARE on every table: a rewriting ALTER made a held snapshot see no rows. When that
 * session was cut, the next reader gets a new snapshot; fenced rows have not changed since. In a
 * rehearsal nothing is fenced: there it fails. Thread safe.
 */
public final class SourceSnapshot {
  /** How long a lock on a table is waited for, milliseconds; longer is a passing fault. */
  private static final int LOCK_TIMEOUT_MILLIS = 10_000;

  /** The same for a reader; see {@link LockQueue}. */
  private static final int READ_LOCK_TIMEOUT_MILLIS = 5_000;

  /** A silent server must not keep the other sessions from being closed. */
  private static final int GOODBYE_MILLIS_MAX = 2_000;

  /** What SET TRANSACTION SNAPSHOT says of a snapshot whose session has ended. */
  private static final Set<String> GONE = Set.of("22023", "42704", "55000");

  private final PostgresCells cells;
  private final Function<Move, Scope> scopes;
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  private record Held(Connection session, String snapshot) {}

  public SourceSnapshot(PostgresCells cells, Function<Move, Scope> scopes) {
    this.cells = cells;
    this.scopes = scopes;
  }

  /** Reads the source, in a read-only transaction that sees what every other reader sees. */
  public <T> T read(Move move, PostgresSide.Work<T> work) {
    PostgresSide source = cells.source(move);
    try {
      return read(source, move, work);
    } catch (PassingFault e) {
      throw LockQueue.named(source, move, e);
    }
  }

  private <T> T read(PostgresSide source, Move move, PostgresSide.Work<T> work) {
    Held now = held.computeIfAbsent(move.applicationName(), key -> hold(move));
    try {
      Connection session = source.open();
      try {
        session.setAutoCommit(false);
        see(move, session, now);
        return work.run(session);
      } finally {
        quietly(session);
      }
    } catch (SQLException e) {
      throw Faults.of(source.cell(), e);
    }
  }

  private void see(Move move, Connection session, Held now) throws SQLException {
    try {
      see(session, now);
    } catch (SQLException e) {
      if (!GONE.contains(e.getSQLState())) {
        throw e;
      }
      session.rollback();
      if (move.options().rehearsal()) {
        throw new MoveFailed(
            "%s: the session that held the snapshot of %s has ended, and the tenant writes on: nothing can be compared any more; rehearse again"
                .formatted(move, move.source()));
      }
      see(session, anew(move, now));
    }
  }

  private static void see(Connection session, Held held) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      statement.execute("SET TRANSACTION SNAPSHOT " + Sql.literal(held.snapshot()));
      statement.execute("SET LOCAL lock_timeout = " + READ_LOCK_TIMEOUT_MILLIS);
    }
  }

  private Held anew(Move move, Held old) {
    return held.compute(
        move.applicationName(),
        (key, present) -> {
          if (present != null && !present.snapshot().equals(old.snapshot())) {
            return present;
          }
          quietly(old.session());
          return hold(move);
        });
  }

  private Held hold(Move move) {
    PostgresSide source = cells.source(move);
    Scope scope = scopes.apply(move);
    try {
      Connection session = source.open();
      try (Statement statement = session.createStatement()) {
        session.setAutoCommit(false);
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        statement.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT_MILLIS);
        if (!scope.tables().isEmpty()) {
          statement.execute("LOCK TABLE " + names(scope) + " IN ACCESS SHARE MODE");
        }
        try (ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
          row.next();
          Held fresh = new Held(session, row.getString(1));
          FailPoint.COPY_SNAPSHOT_HELD.reached();
          return fresh;
        }
      } catch (SQLException | RuntimeException e) {
        quietly(session);
        throw e;
      }
    } catch (SQLException e) {
      throw Faults.of(source.cell(), e);
    }
  }

  private static String names(Scope scope) {
    return scope.tables().stream()
        .map(ScopedTable::source)
        .map(TableName::sql)
        .collect(Collectors.joining(", "));
  }

  /** Lets the snapshots of the move, of any epoch, and their locks go. May be called again. */
  public void close(Move move) {
    for (String worker : List.copyOf(held.keySet())) {
      Held last = worker.startsWith(move.applicationPrefix()) ? held.remove(worker) : null;
      if (last != null) {
        quietly(last.session());
      }
    }
  }

  /** Back to the pool: it was only read from, so that a failure here loses nothing. */
  private static void quietly(Connection session) {
    try (session) {
      if (!session.isClosed()) {
        session.setNetworkTimeout(Runnable::run, GOODBYE_MILLIS_MAX);
        session.rollback();
        session.setAutoCommit(true);
      }
    } catch (SQLException e) {
      // the pool drops a session that cannot be rolled back
    }
  }
}
