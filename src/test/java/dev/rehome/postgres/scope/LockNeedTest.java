package dev.rehome.postgres.scope;

import static org.assertj.core.api.Assertions.assertThat;

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
        Connection neighbour = few.connect("postgres");
        Statement statement = neighbour.createStatement()) {
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
      List<Finding> found =
          PostgresProblems.find(cells.source(), cells.target(), cells.move, 1 << 20);
      assertThat(found).filteredOn(Finding::blocks).hasSize(1);
      assertThat(found.get(found.size() - 1).line())
          .contains("401 tables and partitions", "the server has room for 150", "restart");
      assertThat(HeldRows.words(cells.source(), cells.target(), cells.move))
          .isEqualTo("rows not counted: the server has no room for the locks of so many tables");
      neighbourCanLock(neighbour, 100);
    }
  }

  private static PostgresCell at(PostgresServer server, Isolation isolation) {
    return TwoCells.at(
        TwoCells.settings("", isolation, "public"),
        new Settings.Database(server.url("postgres"), "mover", "secret"));
  }

  private static void neighbourCanLock(Connection neighbour, int tables) throws SQLException {
    neighbour.setAutoCommit(false);
    try (Statement statement = neighbour.createStatement()) {
      for (int i = 0; i < tables; i++) {
        statement.execute("LOCK TABLE ev_" + i + " IN SHARE MODE");
      }
    }
    neighbour.rollback();
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
