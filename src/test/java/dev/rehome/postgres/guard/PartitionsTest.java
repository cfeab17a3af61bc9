package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.back;
import static dev.rehome.postgres.guard.Shop.catalog;
import static dev.rehome.postgres.guard.Shop.move;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.store.HandedOver;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Partitions: those that are there, those that come later, and the lock on all of them. */
class PartitionsTest {
  private static Shop of(String tables) {
    return new Shop(tables, Map.of(), Optional.empty());
  }

  @Test
  void everyPartitionIsFencedAndOneThatJoinsLaterStopsTheMove() throws SQLException {
    try (Shop shop =
        of(
            """
            CREATE TABLE events (id int, tenant_id text, at date) PARTITION BY LIST (tenant_id);
            CREATE TABLE events_acme PARTITION OF events FOR VALUES IN ('acme') PARTITION BY RANGE (id);
            CREATE TABLE events_acme_1 PARTITION OF events_acme FOR VALUES FROM (0) TO (10);
            CREATE TABLE events_rest PARTITION OF events DEFAULT;
            INSERT INTO events VALUES (1, 'acme', NULL), (2, 'zenith', NULL);
            """)) {
      String before = catalog(shop.superuser());
      shop.fence.close(M1, DRAIN);
      Connection app = shop.app();
      assertRefused(app, "INSERT INTO events VALUES (3, 'acme', NULL)");
      assertRefused(app, "INSERT INTO events_acme_1 VALUES (3, 'acme', NULL)");
      assertRefused(app, "UPDATE events SET tenant_id = 'acme' WHERE id = 2");
      assertRefused(app, "UPDATE events SET tenant_id = 'zenith' WHERE id = 1");
      assertRefused(app, "TRUNCATE events");
      assertRefused(app, "TRUNCATE events_acme_1");
      run(app, "INSERT INTO events VALUES (3, 'zenith', NULL)");
      run(
          shop.superuser(),
          "CREATE TABLE shop.events_acme_2 PARTITION OF shop.events_acme FOR VALUES FROM (10) TO"
              + " (20)");
      assertThatThrownBy(() -> shop.fence.seal(M1))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("does not watch: [shop.events_acme_2]");
      run(shop.superuser(), "DROP TABLE shop.events_acme_2");
      assertThat(shop.fence.seal(M1)).isTrue();
      assertThat(shop.fence.lift(M1)).isTrue();
      assertThat(catalog(shop.superuser())).isEqualTo(before);
    }
  }

  @Test
  void aPartitionThatIsMadeAfterTheMoveRefusesToo() throws SQLException {
    try (Shop shop =
        of(
            """
            CREATE TABLE events (id int, tenant_id text) PARTITION BY RANGE (id);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
            CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id);
            """)) {
      Connection owner = shop.superuser();
      String before = catalog(owner);
      run(owner, "ALTER DEFAULT PRIVILEGES FOR ROLE mover REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC");
      shop.fence.close(M1, DRAIN);
      shop.fence.shut(M1);
      assertThat(shop.fence.seal(M1)).isTrue();
      assertThat(HandedOver.by(shop.fence, M1)).isTrue();
      run(
          owner,
          """
          SET ROLE app_owner;
          CREATE TABLE events_2_1 PARTITION OF events_2 FOR VALUES FROM (10) TO (15);
          CREATE TABLE events_3 (tenant_id text, id int);
          ALTER TABLE events ATTACH PARTITION events_3 FOR VALUES FROM (20) TO (30);
          GRANT ALL ON ALL TABLES IN SCHEMA shop TO app;
          RESET ROLE
          """);
      for (Connection writer : List.of(shop.app(), replica(shop))) {
        assertRefused(writer, "INSERT INTO events VALUES (10, 'acme')");
        assertRefused(writer, "INSERT INTO events_3 (id, tenant_id) VALUES (20, 'acme')");
        run(writer, "INSERT INTO events VALUES (11, 'zenith'), (21, 'zenith')");
        assertRefused(writer, "UPDATE events SET tenant_id = 'acme' WHERE id = 21");
      }
      Move other = move("m2", "zenith", 1);
      shop.fence.close(other, DRAIN);
      assertRefused(replica(shop), "INSERT INTO events VALUES (11, 'zenith')");
      assertRefused(replica(shop), "INSERT INTO events VALUES (11, 'acme')");
      assertThat(shop.fence.lift(other)).isTrue();
      run(replica(shop), "DELETE FROM events WHERE tenant_id = 'zenith'");
      assertRefused(replica(shop), "INSERT INTO events VALUES (11, 'acme')");
      run(owner, "DROP TABLE events_2_1, events_3");
      Move back = back("m3", "acme", 2);
      shop.fence.close(back, DRAIN);
      shop.fence.shut(back);
      assertThat(shop.fence.seal(back)).isTrue();
      assertThat(HandedOver.by(shop.fence, back)).isTrue();
      run(shop.app(), "INSERT INTO events VALUES (1, 'acme')");
      assertThat(catalog(owner)).isEqualTo(before);
    }
  }

  private static Connection replica(Shop shop) throws SQLException {
    Connection session = shop.superuser();
    run(session, "SET session_replication_role = replica");
    return session;
  }

  @Test
  void aPartitionedTableIsHadAlthoughAPartitionIsWrittenTo() throws Exception {
    try (Shop shop =
        of(
            """
            CREATE TABLE events (id int, tenant_id text) PARTITION BY RANGE (id);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
            CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20);
            """)) {
      Connection lengthy = shop.app();
      run(lengthy, "BEGIN; INSERT INTO events_2 VALUES (10, 'zenith'); SELECT pg_sleep(1.1)");
      CompletableFuture<?> closing =
          CompletableFuture.supplyAsync(() -> shop.fence.close(M1, DRAIN));
      Connection neighbour = shop.app();
      run(neighbour, "SET lock_timeout = '700ms'");
      for (int i = 0; i < 15; i++) {
        run(neighbour, "INSERT INTO events VALUES (1, 'globex'), (11, 'globex')");
        Thread.sleep(150);
      }
      assertThat(closing).isNotDone();
      run(lengthy, "INSERT INTO events_1 VALUES (1, 'zenith'); COMMIT");
      closing.get();
      assertRefused(shop.app(), "INSERT INTO events VALUES (1, 'acme')");
    }
  }

  @Test
  void autovacuumYieldsAPartition() throws Exception {
    try (Shop shop =
        of(
            """
            CREATE TABLE events (id int, tenant_id text) PARTITION BY RANGE (id);
            CREATE TABLE events_1 PARTITION OF events DEFAULT WITH (fillfactor = 10,
              autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,
              autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1);
            INSERT INTO events SELECT n, 'zenith' FROM generate_series(1, 10000) n;
            DELETE FROM events WHERE id < 9000;
            """)) {
      Connection superuser = shop.superuser();
      run(superuser, "ALTER SYSTEM SET autovacuum_naptime = '1s'");
      run(superuser, "SELECT pg_reload_conf()");
      try {
        awaitAutovacuum(superuser);
        shop.fence.close(M1, DRAIN);
        assertRefused(shop.app(), "INSERT INTO events VALUES (1, 'acme')");
        awaitAutovacuum(superuser);
        await().atMost(Duration.ofSeconds(30)).until(() -> shop.fence.lift(M1));
      } finally {
        run(superuser, "ALTER SYSTEM RESET autovacuum_naptime");
        run(superuser, "SELECT pg_reload_conf()");
      }
    }
  }

  private static void awaitAutovacuum(Connection session) {
    String question =
        "SELECT count(*) FROM pg_stat_progress_vacuum WHERE relid = 'events_1'::regclass";
    await().atMost(Duration.ofSeconds(90)).until(() -> "1".equals(text(session, question)));
  }
}
