package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.back;
import static dev.rehome.postgres.guard.Shop.begin;
import static dev.rehome.postgres.guard.Shop.catalog;
import static dev.rehome.postgres.guard.Shop.move;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.Reach;
import dev.rehome.postgres.Scope;
import dev.rehome.postgres.ScopedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Partitions, inheritance children, types of the tenant's column, and predicates. */
class TablesTest {
  private static final Map<String, String> LINES =
      Map.of("order_lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)");

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
          "CREATE TABLE shop.events_acme_2 PARTITION OF shop.events_acme FOR VALUES FROM (10) TO (20)");
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
      assertThat(shop.fence.handOver(M1)).isTrue();
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
      assertThat(shop.fence.handOver(back)).isTrue();
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
    await().atMost(Duration.ofSeconds(30)).until(() -> "1".equals(text(session, question)));
  }

  @Test
  void aDisabledTriggerStopsTheMove() throws SQLException {
    try (Shop shop = new Shop()) {
      shop.fence.close(M1, DRAIN);
      run(shop.superuser(), "ALTER TABLE shop.items DISABLE TRIGGER USER");
      assertThatThrownBy(() -> shop.fence.seal(M1)).hasMessageContaining("[shop.items]");
    }
  }

  @Test
  void anInheritanceChildIsFenced() throws SQLException {
    try (Shop shop =
        of(
            "CREATE TABLE parent (id int, tenant_id text); CREATE TABLE child () INHERITS (parent)")) {
      shop.fence.close(M1, DRAIN);
      assertRefused(shop.app(), "INSERT INTO child VALUES (1, 'acme')");
      assertRefused(shop.app(), "TRUNCATE parent");
      run(shop.app(), "INSERT INTO child VALUES (1, 'zenith')");
      assertRefused(shop.app(), "UPDATE parent SET tenant_id = 'acme'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "citext, acme, ACME, zenith",
    "uuid, 0c9f6a4e-0000-4000-8000-00000000000a, 0C9F6A4E-0000-4000-8000-00000000000A, 0c9f6a4e-0000-4000-8000-00000000000b",
    "bigint, 7, 007, 8",
    "char(6), acme, acme, zenith",
    "varchar(4), acmeterra, ACME, acme",
    "folded, acme, ACME, zenith"
  })
  void theTenantIsComparedInTheColumnsOwnType(
      String type, String id, String spelling, String neighbour) throws SQLException {
    try (Shop shop =
        of(
            "CREATE DOMAIN folded AS citext; CREATE TABLE t (id int PRIMARY KEY, tenant_id %s)"
                .formatted(type))) {
      shop.fence.close(move("m1", id, 1), DRAIN);
      if (!type.startsWith("varchar")) {
        assertRefused(shop.app(), "INSERT INTO t VALUES (1, '%s')".formatted(spelling));
      }
      run(shop.app(), "INSERT INTO t VALUES (2, '%s')".formatted(neighbour));
    }
  }

  @Test
  void namesAndIdsThatNeedQuotingAreQuoted() throws SQLException {
    String odd = "o'ne\\ $x$ \"two\"";
    try (Shop shop =
        of("CREATE TABLE \"odd \"\"table'\" (id int PRIMARY KEY, \"tenant_id\" text)")) {
      Move move = move("m1", odd, 1);
      shop.fence.close(move, DRAIN);
      String insert = "INSERT INTO \"odd \"\"table'\" VALUES (%d, '%s')";
      assertRefused(shop.app(), insert.formatted(1, odd.replace("'", "''")));
      run(shop.app(), insert.formatted(2, "one"));
      assertThat(shop.fence.lift(move)).isTrue();
    }
  }

  @Test
  void aTableThatIsTheTenantsWholeIsFencedForEveryRow() throws SQLException {
    try (Shop shop = new Shop()) {
      PostgresFence fence =
          new PostgresFence(shop.cells, move -> whole(shop.scope(move)), Shop.LEASE);
      fence.close(M1, DRAIN);
      assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'zenith')");
      assertRefused(shop.app(), "DELETE FROM orders WHERE id = 2");
      assertThat(fence.seal(M1)).isTrue();
      assertThat(fence.lift(M1)).isTrue();
      run(shop.app(), "INSERT INTO orders VALUES (10, 'zenith')");
    }
  }

  private static Scope whole(Scope scope) {
    return new Scope(
        scope.schemas(),
        scope.tables().stream()
            .map(
                table ->
                    new ScopedTable(
                        table.source(),
                        table.target(),
                        new Reach.Whole(),
                        table.columns(),
                        table.key(),
                        table.partitioned(),
                        table.leaves()))
            .toList());
  }

  private static Shop withLines() {
    return withLines("REFERENCES orders ON DELETE CASCADE");
  }

  private static Shop withLines(String references) {
    return new Shop(
        Shop.TABLES
            + """
            CREATE TABLE order_lines (id int PRIMARY KEY, order_id bigint %s);
            INSERT INTO order_lines VALUES (1, 1), (2, 2);
            """
                .formatted(references),
        LINES,
        Optional.empty());
  }

  @Test
  void rowsThatAPredicateReachesAreRefused() throws SQLException {
    try (Shop shop = withLines()) {
      String before = catalog(shop.superuser());
      shop.fence.close(M1, DRAIN);
      Connection app = shop.app();
      assertRefused(app, "INSERT INTO order_lines VALUES (3, 1)");
      assertRefused(app, "UPDATE order_lines SET order_id = 1 WHERE id = 2");
      assertRefused(app, "UPDATE order_lines SET order_id = 2 WHERE id = 1");
      assertRefused(app, "DELETE FROM order_lines WHERE id = 1");
      assertRefused(app, "DELETE FROM orders WHERE id = 1");
      run(app, "INSERT INTO order_lines VALUES (3, 2)");
      run(app, "DELETE FROM orders WHERE id = 2");
      assertThat(shop.fence.lift(M1)).isTrue();
      assertThat(catalog(shop.superuser())).isEqualTo(before);
    }
  }

  @Test
  void aPredicateNamesThePartitionedTableOnEveryPartition() throws SQLException {
    try (Shop shop =
        new Shop(
            Shop.TABLES
                + """
                CREATE TABLE order_lines (id int, order_id bigint) PARTITION BY RANGE (id);
                CREATE TABLE order_lines_1 PARTITION OF order_lines FOR VALUES FROM (0) TO (10);
                CREATE TABLE order_lines_rest PARTITION OF order_lines DEFAULT;
                INSERT INTO order_lines VALUES (1, 1), (2, 2), (20, 2);
                """,
            Map.of(
                "order_lines",
                "EXISTS (SELECT FROM orders WHERE id = order_lines.order_id AND tenant_id = :tenant_id)"),
            Optional.empty())) {
      shop.fence.close(M1, DRAIN);
      Connection app = shop.app();
      run(app, "INSERT INTO order_lines VALUES (3, 2), (30, 2)");
      run(app, "UPDATE order_lines SET order_id = 3 WHERE id = 20");
      assertRefused(app, "INSERT INTO order_lines VALUES (4, 1)");
      assertRefused(app, "INSERT INTO order_lines_rest VALUES (40, 1)");
      assertRefused(app, "DELETE FROM order_lines WHERE id = 1");
      assertThat(shop.fence.seal(M1)).isTrue();
    }
  }

  @Test
  void aPredicateComparesInTheTypesOfExtensions() throws SQLException {
    try (Shop shop =
        new Shop(
            """
            CREATE TABLE orders (id int PRIMARY KEY, tenant_id citext);
            CREATE TABLE order_lines (id int PRIMARY KEY, order_id int);
            INSERT INTO orders VALUES (1, 'ACME'), (2, 'Zenith');
            """,
            LINES,
            Optional.empty())) {
      shop.fence.close(M1, DRAIN);
      assertRefused(shop.app(), "INSERT INTO order_lines VALUES (1, 1)");
      run(shop.app(), "INSERT INTO order_lines VALUES (2, 2)");
    }
  }

  @Test
  void aSnapshotThatCannotSeeTheParentIsWaitedFor() throws Exception {
    try (Shop shop = withLines("")) {
      Connection old = shop.app();
      begin(old, "REPEATABLE READ");
      assertThat(text(old, "SELECT count(*) FROM items")).isEqualTo("0");
      run(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
      assertThatThrownBy(() -> shop.fence.close(M1, Duration.ofSeconds(2)))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("older than the fence")
          .hasMessageContaining("pid " + text(old, "SELECT pg_backend_pid()"));
      CompletableFuture<?> closing =
          CompletableFuture.supplyAsync(() -> shop.fence.close(M1, Duration.ofSeconds(30)));
      Thread.sleep(500);
      assertThat(closing).isNotDone();
      run(old, "INSERT INTO order_lines VALUES (10, 10)");
      run(old, "COMMIT");
      closing.get();
    }
  }

  @Test
  void aWriterOfALineWhoseOrderBecameTheTenantsIsWaitedFor() throws Exception {
    try (Shop shop = withLines()) {
      shop.arm(M1);
      Connection line = shop.app();
      begin(line, "READ COMMITTED");
      run(line, "INSERT INTO order_lines VALUES (10, 2)");
      run(shop.app(), "UPDATE orders SET tenant_id = 'acme' WHERE id = 2");
      CompletableFuture<?> closing =
          CompletableFuture.supplyAsync(() -> shop.fence.close(M1, DRAIN));
      Thread.sleep(1_500);
      assertThat(closing).isNotDone();
      run(line, "COMMIT");
      closing.get();
    }
  }
}
