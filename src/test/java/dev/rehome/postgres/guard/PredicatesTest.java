package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.begin;
import static dev.rehome.postgres.guard.Shop.catalog;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rows that are told by a condition over other tables. */
class PredicatesTest {
  private static final Map<String, String> LINES =
      Map.of("order_lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)");

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
