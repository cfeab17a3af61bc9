package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Stopped;
import dev.rehome.store.Turns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Turns by an advisory lock of the control store, each in a transaction of its own: what is asked
 * meanwhile, e.g. whether a lease holds, is asked by other sessions and locks nothing. The server
 * ends the transaction of one who sleeps in it, see {@link ControlStore}. Thread safe.
 */
public final class PostgresTurns implements Turns {
  private static final String LOCK =
      "SELECT set_config('lock_timeout', ?, true), pg_advisory_xact_lock(hashtextextended(?,"
          + " 7346633))";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final ControlStore control;

  /** Threads of this process wait here, so that each turn costs one session and not many. */
  private final Map<String, Semaphore> here = new ConcurrentHashMap<>();

  public PostgresTurns(ControlStore control) {
    this.control = control;
  }

  @Override
  public Turn take(String what, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    Semaphore ours = here.computeIfAbsent(what, name -> new Semaphore(1, true));
    await(ours, what, longest);
    boolean taken = false;
    try {
      Turn turn = locked(what, ours, Math.max(1, (end - System.nanoTime()) / 1_000_000));
      taken = true;
      return turn;
    } finally {
      if (!taken) {
        ours.release();
      }
    }
  }

  private static void await(Semaphore ours, String what, Duration longest) {
    try {
      if (!ours.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(what, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while the turn to change " + what + " was waited for");
    }
  }

  private Turn locked(String what, Semaphore ours, long millis) {
    Connection session = null;
    try {
      session = control.dataSource().getConnection();
      session.setAutoCommit(false);
      try (PreparedStatement lock = session.prepareStatement(LOCK)) {
        lock.setString(1, millis + "ms");
        lock.setString(2, what);
        lock.execute();
      }
      return new Locked(session, ours);
    } catch (SQLException e) {
      close(session);
      throw LOCK_NOT_AVAILABLE.equals(e.getSQLState()) ? busy(what, e) : away(e);
    }
  }

  private static PassingFault busy(String what, SQLException e) {
    return new PassingFault("another worker has the turn to change " + what, e);
  }

  private static PassingFault away(SQLException e) {
    return new PassingFault("control store: " + e.getMessage(), e);
  }

  /** The pool throws a broken one away, and ends the transaction of any other. */
  private static void close(Connection session) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (SQLException e) {
      throw away(e);
    }
  }

  private record Locked(Connection session, Semaphore ours) implements Turn {
    @Override
    public void require() {
      try (PreparedStatement ask = session.prepareStatement("SELECT 1")) {
        ask.execute();
      } catch (SQLException e) {
        throw away(e);
      }
    }

    @Override
    public void close() {
      try {
        session.commit();
      } catch (SQLException e) {
        throw away(e);
      } finally {
        try {
          PostgresTurns.close(session);
        } finally {
          ours.release();
        }
      }
    }
  }
}
