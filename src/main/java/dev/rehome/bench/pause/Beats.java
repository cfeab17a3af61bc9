package dev.rehome.bench.pause;

import dev.rehome.bench.BenchBed;
import dev.rehome.bench.OneMove;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A writer of the tenant's application, beside its servers: it writes without end where the control
 * store says that the tenant is served, and remembers how long it could not.
 */
final class Beats implements AutoCloseable {
  private static final String APPLICATION = "app_rw";
  private static final String BEAT =
      "UPDATE beats SET beats = beats + 1 WHERE tenant_id = '" + OneMove.TENANT + "'";
  private static final String PLACEMENT =
      "SELECT database FROM _system.tenants WHERE name = '" + OneMove.TENANT + "'";
  private static final long REST_MILLIS = 2;

  private final BenchBed bed;
  private final CompletableFuture<Seen> seen = new CompletableFuture<>();
  private volatile boolean ended;

  /**
   * What it saw.
   *
   * @param refused when the first write began that was not taken, by {@link System#nanoTime}
   * @param accepted when the first one was taken at the target
   * @param longest that a write took which the source did take
   */
  record Seen(long refused, long accepted, Duration longest) {
    Duration pause() {
      return Duration.ofNanos(accepted - refused);
    }
  }

  private Beats(BenchBed bed) {
    this.bed = bed;
  }

  static Beats start(BenchBed bed) {
    Beats beats = new Beats(bed);
    Thread thread = new Thread(beats::write, "beats");
    thread.setDaemon(true);
    thread.start();
    return beats;
  }

  /** Waits for the first write that the target takes. */
  Seen seen() throws InterruptedException {
    try {
      return seen.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the writer never got to the target", e);
    }
  }

  private void write() {
    try (Connection source = connect("source");
        Connection control = bed.connect("control")) {
      long refused = 0;
      Duration longest = Duration.ZERO;
      while (!ended) {
        long begun = System.nanoTime();
        if (taken(source)) {
          refused = 0;
          Duration took = Duration.ofNanos(System.nanoTime() - begun);
          longest = took.compareTo(longest) > 0 ? took : longest;
        } else {
          refused = refused == 0 ? begun : refused;
          if (served(control) && writtenAtTarget()) {
            seen.complete(new Seen(refused, System.nanoTime(), longest));
            return;
          }
        }
        Thread.sleep(REST_MILLIS);
      }
    } catch (SQLException | RuntimeException e) {
      seen.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean served(Connection control) throws SQLException {
    try (Statement statement = control.createStatement();
        ResultSet row = statement.executeQuery(PLACEMENT)) {
      return row.next() && OneMove.TARGET.equals(row.getString(1));
    }
  }

  /** Tries until it is taken: the placement never goes back in a move that ends well. */
  private boolean writtenAtTarget() throws SQLException, InterruptedException {
    try (Connection target = connect("target")) {
      while (!ended) {
        if (taken(target)) {
          return true;
        }
        Thread.sleep(REST_MILLIS);
      }
      return false;
    }
  }

  private static boolean taken(Connection side) {
    try (Statement statement = side.createStatement()) {
      return statement.executeUpdate(BEAT) == 1;
    } catch (SQLException refused) {
      return false;
    }
  }

  private Connection connect(String side) throws SQLException {
    return DriverManager.getConnection(bed.url(side), APPLICATION, APPLICATION);
  }

  @Override
  public void close() {
    ended = true;
  }
}
