package dev.rehome.postgres.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.Finding;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.findings.PostgresProblems;
import dev.rehome.postgres.findings.rows.HeldRows;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More partitions than a server has room for in its lock table. */
final class LockNeedTest {
  /** 10 × (10 + 3 + 1 + 1 + 0), and what the server has left over: some hundreds. */
  private static final Map<String, String> FEW =
      Map.of(
          "max_locks_per_transaction", "10",
          "max_connections", "10",
          "max_worker_processes", "1",
          "max_wal_senders", "0");

  @Test
  void areToldAndNobodyRunsOutOfTheServersMemory(@TempDir Path directory) throws Exception {
    try (PostgresServer few = PostgresServer.start(directory.resolve("few"), FEW);
        TwoCells cells = new TwoCells();
        Connection owner = few.connect("postgres");
        Statement statement = owner.createStatement()) {
      statement.execute(
          """
          CREATE ROLE mover LOGIN SUPERUSER PASSWORD 'secret';
          CREATE TABLE ev (tenant_id text NOT NULL, n int, PRIMARY KEY (tenant_id, n))
            PARTITION BY RANGE (n)
          """);
      for (int i = 0; i < 400; i++) {
        statement.execute(
            "CREATE TABLE ev_%d PARTITION OF ev FOR VALUES FROM (%d) TO (%d)"
                .formatted(i, i, i + 1));
      }
      statement.execute("INSERT INTO ev_1 VALUES ('acme', 1)");
      cells.sourceSettings = at(few, Isolation.ROW);
      try (Locking neighbour = new Locking(few)) {
        List<Finding> found =
            PostgresProblems.find(cells.source(), cells.target(), cells.move, 1 << 20);
        String held = HeldRows.words(cells.source(), cells.target(), cells.move);
        assertThat(neighbour.refused()).as("what the neighbour met meanwhile").isEmpty();
        assertThat(found).filteredOn(Finding::blocks).hasSize(1);
        assertThat(found.get(found.size() - 1).line())
            .contains("401 tables and partitions", "the server has room for 150", "restart");
        assertThat(held)
            .isEqualTo("rows not counted: the server has no room for the locks of so many tables");
      }
    }
  }

  private static PostgresCell at(PostgresServer server, Isolation isolation) {
    return TwoCells.at(
        TwoCells.settings("", isolation, "public"),
        new Settings.Database(server.url("postgres"), "mover", "secret"));
  }

  /** A neighbour who takes the locks of a hundred tables, lets them go, and takes them again. */
  private static final class Locking implements AutoCloseable {
    private static final String ALL =
        IntStream.range(0, 100)
            .mapToObj(i -> "ev_" + i)
            .collect(Collectors.joining(", ", "LOCK TABLE ", " IN ACCESS SHARE MODE"));

    private final Connection connection;
    private final AtomicLong rounds = new AtomicLong();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> thread;
    private volatile boolean over;

    Locking(PostgresServer server) throws SQLException {
      connection = server.connect("postgres");
      connection.setAutoCommit(false);
      thread = CompletableFuture.runAsync(this::go);
      await().until(() -> rounds.get() > 0);
    }

    private void go() {
      try (Statement statement = connection.createStatement()) {
        while (!over) {
          try {
            statement.execute(ALL);
          } catch (SQLException e) {
            refused.add(e.getSQLState() + " " + e.getMessage());
          }
          connection.rollback();
          rounds.incrementAndGet();
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /** After one more round, what refused him ever. */
    List<String> refused() {
      long until = rounds.get() + 2;
      await().until(() -> thread.isDone() || rounds.get() >= until);
      assertThat(thread).isNotDone();
      return refused;
    }

    @Override
    public void close() throws SQLException {
      over = true;
      thread.join();
      connection.close();
    }
  }

  @Test
  void theSettingThatIsAdvisedHasRoom() {
    LockNeed need = new LockNeed(1_501, 3_000, 3_000, 4_501);
    LockNeed.Room room = new LockNeed.Room(10, 122, 40);
    assertThat(room.has(need.reading())).isFalse();
    assertThat(new LockNeed.Room(64, 122, 40).has(need.making())).isFalse();
    LockNeed.Room advised = new LockNeed.Room(room.eachFor(need.reading()), 122, 40);
    assertThat(advised.has(need.reading())).isTrue();
    assertThat(new LockNeed(138, 300, 276, 8).reading()).isEqualTo(438);
  }
}
