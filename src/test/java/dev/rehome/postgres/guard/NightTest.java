package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.begin;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.MoveFailed;
import dev.rehome.store.Fenced;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What works on tables at night, when moves are made: reports, vacuum, new indexes. */
class NightTest {
  @Test
  void aLongReaderDoesNotHoldTheFenceUp() throws SQLException {
    try (Shop shop = new Shop()) {
      Connection reader = shop.app();
      begin(reader, "REPEATABLE READ");
      assertThat(text(reader, "SELECT count(*) FROM orders")).isEqualTo("3");
      long begin = System.nanoTime();
      shop.fence.close(M1, DRAIN);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
      assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
      assertThat(text(reader, "SELECT count(*) FROM orders")).isEqualTo("3");
      assertThat(shop.fence.seal(M1)).isTrue();
      run(reader, "COMMIT");
      assertThat(shop.fence.lift(M1)).isTrue();
    }
  }

  /** It would not see the guard's row: the triggers wait until a fence needs them. */
  @Test
  void aTransactionOfBeforeIsRefusedByNothingThatIsPutUpAhead() throws SQLException {
    try (Shop shop = new Shop()) {
      Connection older = shop.app();
      begin(older, "REPEATABLE READ");
      assertThat(text(older, "SELECT count(*) FROM orders")).isEqualTo("3");
      shop.fence.prepare(M1);
      run(older, "INSERT INTO orders VALUES (10, 'acme')");
      run(older, "COMMIT");
      shop.fence.close(M1, DRAIN);
      assertRefused(shop.app(), "INSERT INTO orders VALUES (11, 'acme')");
      assertThat(shop.fence.seal(M1)).isTrue();
      assertThat(shop.fence.lift(M1)).isTrue();
    }
  }

  @Test
  void autovacuumYields() throws Exception {
    try (Shop shop =
        new Shop(
            """
            CREATE TABLE events (id int, tenant_id text) WITH (fillfactor = 10,
              autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,
              autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1);
            INSERT INTO events SELECT n, 'zenith' FROM generate_series(1, 10000) n;
            DELETE FROM events WHERE id < 9000;
            """,
            Map.of(),
            Optional.empty())) {
      Connection superuser = shop.superuser();
      run(superuser, "ALTER SYSTEM SET autovacuum_naptime = '1s'");
      run(superuser, "SELECT pg_reload_conf()");
      try {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    "1"
                        .equals(
                            text(
                                superuser,
                                "SELECT count(*) FROM pg_stat_progress_vacuum WHERE relid ="
                                    + " 'events'::regclass")));
        shop.fence.close(M1, DRAIN);
        assertRefused(shop.app(), "INSERT INTO events VALUES (1, 'acme')");
      } finally {
        run(superuser, "ALTER SYSTEM RESET autovacuum_naptime");
        run(superuser, "SELECT pg_reload_conf()");
      }
    }
  }

  @Test
  void anIndexThatIsBuiltConcurrentlyIsWaitedForWhileNeighboursWrite() throws Exception {
    try (Shop shop = new Shop()) {
      Connection writer = shop.app();
      CompletableFuture<Void> building = build(shop, writer);
      CompletableFuture<Fenced> closing =
          CompletableFuture.supplyAsync(() -> shop.fence.close(M1, DRAIN));
      Connection neighbour = shop.app();
      run(neighbour, "SET lock_timeout = '900ms'");
      for (int id = 100; id < 115; id++) {
        run(neighbour, "INSERT INTO orders VALUES (" + id + ", 'globex')");
        Thread.sleep(150);
      }
      assertThat(closing).isNotDone();
      run(writer, "COMMIT");
      building.join();
      assertThat(closing.get().position()).contains("/");
      assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
    }
  }

  @Test
  @Tag("long")
  void anIndexThatIsNotDoneInTwoMinutesIsNamed() throws Exception {
    try (Shop shop = new Shop()) {
      Connection superuser = shop.superuser();
      String before = Shop.catalog(superuser);
      Connection writer = shop.app();
      CompletableFuture<Void> building = build(shop, writer);
      long begin = System.nanoTime();
      assertThatThrownBy(() -> shop.fence.close(M1, DRAIN))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("could not be put on shop.orders within 120 s")
          .hasMessageContaining("CREATE INDEX CONCURRENTLY")
          .hasMessageContaining("end them or try at a quieter time");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(150));
      run(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
      run(writer, "COMMIT");
      building.join();
      run(superuser, "DROP INDEX shop.later");
      await().atMost(Duration.ofSeconds(30)).until(() -> shop.fence.lift(M1));
      assertThat(Shop.catalog(superuser)).isEqualTo(before);
    }
  }

  /** An index is being built for a second by now, and waits for the writer's transaction to end. */
  private static CompletableFuture<Void> build(Shop shop, Connection writer) throws Exception {
    run(writer, "BEGIN; INSERT INTO orders VALUES (50, 'zenith')");
    Connection superuser = shop.superuser();
    CompletableFuture<Void> building =
        CompletableFuture.runAsync(
            () -> {
              try {
                run(superuser, "CREATE INDEX CONCURRENTLY later ON shop.orders (note)");
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    Connection looker = shop.superuser();
    await()
        .until(
            () ->
                !"0"
                    .equals(
                        text(
                            looker,
                            "SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE"
                                + " 'waiting for writers%'")));
    Thread.sleep(1_100);
    return building;
  }
}
