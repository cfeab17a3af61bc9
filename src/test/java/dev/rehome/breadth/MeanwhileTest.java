package dev.rehome.breadth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Chunk;
import dev.rehome.model.Tenant;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.store.HandedOver;
import dev.rehome.store.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalog is not fenced: somebody changes the source's tables during a move. Either the target
 * is equal in the end, or the move says no and names what changed.
 */
final class MeanwhileTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE big (id int PRIMARY KEY, n int, f text)",
          "INSERT INTO big SELECT n, n, repeat('f', 100) FROM generate_series(1, 1500) n",
          "DELETE FROM big WHERE id % 3 = 0",
          "CREATE TABLE parts (id int, at int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
          "CREATE TABLE p1 PARTITION OF parts FOR VALUES FROM (0) TO (10)",
          "CREATE TABLE p2 PARTITION OF parts FOR VALUES FROM (10) TO (20)",
          "CREATE TABLE spare (id int, at int, PRIMARY KEY (id, at))",
          "INSERT INTO parts SELECT n, n % 20 FROM generate_series(1, 900) n",
          "INSERT INTO spare SELECT n, 20 + n % 10 FROM generate_series(1, 900) n");

  /**
   * When it happens. The worker dies then, but for the one that lives and the one that has proven:
   * another proves again.
   */
  enum When {
    COPIED_AHEAD,
    FENCED,
    PLANNED,
    HALF_COPIED,
    HALF_COPIED_BY_ONE_THAT_LIVES,
    COPIED,
    PROVEN
  }

  static final List<String> CHANGES =
      List.of(
          "VACUUM FULL big",
          "CLUSTER big USING big_pkey",
          "ALTER TABLE big ADD COLUMN late int DEFAULT 7",
          "ALTER TABLE big ADD COLUMN late float8 DEFAULT random()",
          "ALTER TABLE big ALTER n TYPE bigint",
          "ALTER TABLE big ALTER f TYPE varchar(200) USING f || 'x'",
          "ALTER TABLE big DROP COLUMN f",
          "ALTER TABLE big RENAME TO bigger",
          "ALTER TABLE big SET UNLOGGED",
          "ALTER TABLE big DROP CONSTRAINT big_pkey",
          "CREATE INDEX big_n ON big (n)",
          "CREATE TABLE late AS SELECT 1 AS n",
          "CREATE TABLE p3 PARTITION OF parts FOR VALUES FROM (40) TO (50)",
          "ALTER TABLE parts ATTACH PARTITION spare FOR VALUES FROM (20) TO (30)",
          "ALTER TABLE parts DETACH PARTITION p1",
          "ALTER TABLE parts DETACH PARTITION p1 CONCURRENTLY",
          "TRUNCATE big",
          "TRUNCATE p1",
          "DROP TABLE big",
          "DROP TABLE p1",
          "DROP TABLE spare");

  static Stream<Arguments> everyChangeAtEveryTime() {
    return CHANGES.stream()
        .flatMap(change -> Stream.of(When.values()).map(when -> Arguments.of(when, change)));
  }

  @ParameterizedTest
  @MethodSource
  @Tag("long")
  void everyChangeAtEveryTime(When when, String change) throws Exception {
    nothingIsLost(when, change);
  }

  @ParameterizedTest
  @CsvSource({
    "COPIED_AHEAD, VACUUM FULL big",
    "COPIED_AHEAD, ALTER TABLE big RENAME TO bigger",
    "HALF_COPIED, VACUUM FULL big",
    "HALF_COPIED, ALTER TABLE big ALTER n TYPE bigint",
    "HALF_COPIED, ALTER TABLE parts DETACH PARTITION p1 CONCURRENTLY",
    "PLANNED, ALTER TABLE parts ATTACH PARTITION spare FOR VALUES FROM (20) TO (30)",
    "FENCED, CREATE TABLE late AS SELECT 1 AS n",
    "COPIED, TRUNCATE p1",
    "PROVEN, DROP TABLE big",
  })
  void nothingIsLost(When when, String change) throws Exception {
    try (StoreMove both =
        new StoreMove(
            "meanwhile_" + NUMBERS.incrementAndGet(),
            Tenant.named("acme"),
            Isolation.SCHEMA,
            20_000)) {
      both.onSource(TABLES);
      List<String> refused = new ArrayList<>();
      Plan ahead = both.copyAhead();
      both.fence.prepare(both.move);
      at(When.COPIED_AHEAD, when, both, change, refused);
      both.fence.close(both.move, Duration.ofSeconds(20));
      Optional<String> no = no(both, ahead, when, change, refused);
      System.out.printf("%s: %s: %s %s%n", when, change, refused, no.orElse("MOVED"));
      if (no.isPresent()) {
        assertThat(no.get()).containsAnyOf("big", "late", "p1", "p3", "spare", "parts");
        both.fence.lift(both.move);
        both.store.discard(both.move);
        assertThat(both.left()).isEmpty();
      } else {
        HandedOver.by(both.fence, both.move);
        assertThat(both.differences()).isEmpty();
      }
    }
  }

  /** What the move says, if it says no. */
  private static Optional<String> no(
      StoreMove both, Plan ahead, When when, String change, List<String> refused)
      throws SQLException {
    try {
      at(When.FENCED, when, both, change, refused);
      Plan plan = both.planAfter(ahead);
      at(When.PLANNED, when, both, change, refused);
      List<Chunk> chunks = StoreMove.inOrder(plan);
      int half = 0;
      while (chunks.get(half).wave() < 2) {
        half++;
      }
      half = half / 2;
      chunks.subList(0, half).forEach(chunk -> both.store.copy(both.move, chunk));
      if (when == When.HALF_COPIED_BY_ONE_THAT_LIVES) {
        change(both, change, refused);
      }
      at(When.HALF_COPIED, when, both, change, refused);
      chunks.subList(half, chunks.size()).forEach(chunk -> both.store.copy(both.move, chunk));
      at(When.COPIED, when, both, change, refused);
      List<String> failing = new ArrayList<>(both.failing(plan.checks()));
      if (when == When.PROVEN) {
        change(both, change, refused);
      }
      failing.addAll(
          both.failing(
              plan.checks().stream().filter(check -> check.name().equals("schema")).toList()));
      if (failing.isEmpty() && !both.fence.seal(both.move)) {
        failing.add("the guard cannot be sealed");
      }
      return failing.isEmpty() ? Optional.empty() : Optional.of(failing.toString());
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** As after a crash: the next worker holds nothing of what the last one did. */
  private static void at(When now, When when, StoreMove both, String change, List<String> refused)
      throws SQLException {
    if (now == when) {
      both.store.release(both.move);
      change(both, change, refused);
    }
  }

  private static void change(StoreMove both, String change, List<String> refused)
      throws SQLException {
    try (Connection connection = both.source.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE app_owner");
      statement.execute("SET search_path = " + Sql.name(StoreMove.SOURCE));
      statement.execute("SET lock_timeout = '300ms'");
      statement.execute(change);
    } catch (SQLException e) {
      refused.add("refused with " + e.getSQLState());
    }
  }
}
