package dev.rehome.moves.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.Moved;
import dev.rehome.journal.read.Moved.StepTime;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A move takes no more of a cell than it was given, and says whom it kept waiting. */
class GoodNeighbourTest {
  private static final int CONNECTIONS_MAX = 4;
  private static final long BYTES_PER_SECOND_MAX = 100_000;

  private static final String MOVE_WAITS =
      """
      SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE NOT l.granted AND a.application_name LIKE 'rehome/m%'
      """;

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void sessionsAndBytesStayBelowTheirBounds() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Map<String, Integer>> most =
        CompletableFuture.supplyAsync(() -> mostSessions(over));
    try (Mover mover = new Mover(bounded())) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      StepTime rows =
          mover.story(done).steps().stream()
              .filter(step -> step.step().equals("rows"))
              .findFirst()
              .orElseThrow();
      double rate = rows.bytes() * 1000.0 / rows.took().toMillis();
      System.out.printf("%d bytes in %d ms: %.0f/s%n", rows.bytes(), rows.took().toMillis(), rate);
      assertThat(rows.bytes()).isGreaterThan(BYTES_PER_SECOND_MAX);
      assertThat(rate).isBetween(0.3 * BYTES_PER_SECOND_MAX, 1.1 * BYTES_PER_SECOND_MAX);
    } finally {
      over.set(true);
    }
    System.out.println("sessions at most: " + most.get());
    assertThat(most.get()).containsOnlyKeys("us_east", "us_west");
    assertThat(most.get().values()).allMatch(sessions -> sessions <= CONNECTIONS_MAX);
    assertThat(most.get().get("us_east")).isGreaterThan(1);
  }

  /** The highest number of sessions that the move was seen to have at once, by cell. */
  private Map<String, Integer> mostSessions(AtomicBoolean over) {
    Map<String, Integer> most = new TreeMap<>();
    try (Connection east = sandbox.get().connect("us_east");
        Connection west = sandbox.get().connect("us_west")) {
      while (!over.get()) {
        most.merge("us_east", sessions(east), Math::max);
        most.merge("us_west", sessions(west), Math::max);
        Thread.sleep(5);
      }
      return most;
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int sessions(Connection connection) throws SQLException {
    return Integer.parseInt(
        Product.column(
                connection,
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE 'rehome/m%'
                """)
            .get(0));
  }

  private Settings bounded() {
    Settings settings = sandbox.get().settings(Limits.DEFAULTS);
    Map<String, Cell> cells = new LinkedHashMap<>(settings.cells());
    cells.replaceAll(
        (name, cell) ->
            new Cell(
                name,
                CONNECTIONS_MAX,
                BYTES_PER_SECOND_MAX,
                cell.part(PostgresCell.class).orElseThrow()));
    return new Settings(
        settings.control(), settings.inbox(), settings.snapshots(), settings.limits(), cells);
  }

  /**
   * One neighbour's transaction is there when the move asks for the lock for its triggers, and goes
   * on for a while; another one's writes queue behind the move.
   */
  @Test
  void whoWaitsForALockBehindTheMoveIsCountedAndDoesNotWaitLong() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger names = new AtomicInteger();
    CompletableFuture<Void> lengthy =
        CompletableFuture.runAsync(() -> keepTheMoveWaiting(over, names));
    CompletableFuture<Long> brief = CompletableFuture.supplyAsync(() -> longestWrite(over, names));
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS)) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      over.set(true);
      lengthy.join();
      Moved.LockWaits waits = mover.story(done).lockWaits();
      System.out.printf("%s; the neighbour itself saw %d ms%n", waits, brief.join());
      assertThat(waits.waits()).isPositive();
      assertThat(waits.longest().toMillis()).isBetween(300L, 3_000L);
      assertThat(brief.join()).isLessThan(3_000);
    } finally {
      over.set(true);
    }
  }

  private void keepTheMoveWaiting(AtomicBoolean over, AtomicInteger names) {
    try (Connection globex = sandbox.get().product("us_east", "globex");
        Connection looker = sandbox.get().connect("us_east")) {
      globex.setAutoCommit(false);
      boolean waited = false;
      while (!over.get() && !waited) {
        Product.write(globex, "globex", "n" + names.incrementAndGet());
        long end = System.nanoTime() + 700_000_000;
        while (!waited && System.nanoTime() < end) {
          Thread.sleep(10);
          waited = !Product.column(looker, MOVE_WAITS).isEmpty();
        }
        Thread.sleep(waited ? 600 : 0);
        globex.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In milliseconds. */
  private long longestWrite(AtomicBoolean over, AtomicInteger names) {
    long longest = 0;
    try (Connection globex = sandbox.get().product("us_east", "globex")) {
      while (!over.get()) {
        long begin = System.nanoTime();
        Product.write(globex, "globex", "n" + names.incrementAndGet());
        longest = Math.max(longest, (System.nanoTime() - begin) / 1_000_000);
      }
      return longest;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
