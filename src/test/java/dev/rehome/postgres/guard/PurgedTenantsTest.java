package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.scope.TableName;
import dev.rehome.store.HandedOver;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fifty tenants that have left the same tables, before and after their purge, and a neighbour. */
class PurgedTenantsTest {
  private static final int TENANTS = 50;
  private static final int ROWS = 200;
  private static final int PAIRS = 15;

  /**
   * What a neighbour's INSERT of one row may cost, by table, as a multiple of what it costs where
   * nobody has left: docs/limits.md tells them. No trigger is left where a predicate reads rows
   * that are gone (the rest is noise); a column costs one row trigger; a predicate over the row
   * alone is asked for each tenant.
   */
  private static final Map<String, Double> MOST =
      Map.of("order_lines", 1.25, "orders", 1.8, "files", 8.0);

  private static final String TABLES =
      Shop.TABLES
          + """
          CREATE TABLE order_lines (id bigint PRIMARY KEY, order_id bigint);
          CREATE TABLE files (name text PRIMARY KEY);
          """;

  private static final Map<String, String> PREDICATES =
      Map.of(
          "order_lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)",
          "files", "split_part(name, '/', 1) = :tenant_id");

  /** As if each had been moved like acme; some ids are awkward. */
  private static final String LIKE_ACME =
      """
      CREATE TEMP VIEW others AS
        SELECT CASE n WHEN 1 THEN 'o''neill' WHEN 2 THEN '"x"' WHEN 3 THEN 'back\\slash' WHEN 4 THEN '{a,b}' WHEN 5 THEN 'NULL' ELSE 'tenant' || n END AS id
        FROM generate_series(1, %d) n;
      INSERT INTO _rehome.guard SELECT id, place, id, move, epoch, state, until, moved_to FROM _rehome.guard, others WHERE tenant_id = 'acme';
      INSERT INTO _rehome.announced SELECT id, place, move, epoch, since, until, login_role FROM _rehome.announced, others WHERE tenant_id = 'acme';
      INSERT INTO _rehome.guarded (leaf, tenant_id, place, reach, test, alias, path)
        SELECT leaf, id, place, reach, replace(test, '''acme''', quote_literal_plain(id)), alias, path FROM _rehome.guarded, others WHERE tenant_id = 'acme'
      """
          .replace("quote_literal_plain(id)", "'''' || replace(id, '''', '''''') || ''''")
          .formatted(TENANTS - 1);

  private Shop shop;
  private Connection app;

  @BeforeEach
  void haveLeft() throws SQLException {
    shop = new Shop(TABLES, PREDICATES, Optional.empty());
    shop.fence.close(M1, DRAIN);
    assertThat(shop.fence.seal(M1)).isTrue();
    assertThat(HandedOver.by(shop.fence, M1)).isTrue();
    run(shop.superuser(), LIKE_ACME);
    for (String table : List.of("orders", "items", "order_lines", "files")) {
      shop.cells
          .source(M1)
          .transaction(
              connection -> {
                long id = LeafCatalog.id(connection, new TableName("shop", table));
                TriggerChange.write(
                    connection, LeafCatalog.text(connection, TableLock.of(connection, id, true)));
                return id;
              });
    }
    app = shop.app();
  }

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  /** As a purge leaves it: PurgedCasesTest shows the same rows after a real one. */
  private void purged() throws SQLException {
    run(
        shop.superuser(),
        "DELETE FROM shop.orders WHERE tenant_id = 'zenith'; UPDATE _rehome.guarded SET purged ="
            + " true WHERE tenant_id <> 'acme' AND reach <> 'predicate' OR alias = 'files'; DELETE"
            + " FROM _rehome.guarded WHERE alias = 'order_lines' AND tenant_id <> 'acme'");
    run(shop.superuser(), "UPDATE _rehome.guarded SET purged = false WHERE tenant_id = 'acme'");
    GuardTriggers.settle(shop.cells.source(M1), M1, List.of(new TableName("shop", "order_lines")));
  }

  private List<String> triggers() throws SQLException {
    return List.of(
        text(
                shop.superuser(),
                "SELECT string_agg(tgrelid::regclass || ' ' || tgname, ',' ORDER BY 1) FROM (SELECT"
                    + " * FROM pg_trigger ORDER BY tgrelid::regclass::text, tgname) t WHERE tgname"
                    + " LIKE 'rehome%'")
            .split(","));
  }

  @Test
  void goOnBeingRefusedWhateverTheirIdsAndNobodyElseIs() throws SQLException {
    assertRefused(app, "INSERT INTO orders VALUES (10, '\"x\"')");
    assertRefused(app, "TRUNCATE order_lines");
    assertThat(triggers()).hasSize(16);
    purged();
    assertThat(
            text(
                shop.superuser(),
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'rehome_guard_insert'"
                    + " AND tgrelid = 'orders'::regclass"))
        .as("short, however many they are")
        .contains("WHEN ((hashtext(new.tenant_id) = ANY ('{");
    assertThat(triggers())
        .containsExactly(
            "files rehome_guard_insert",
            "files rehome_guard_update",
            "items rehome_guard_insert",
            "items rehome_guard_update",
            "orders rehome_guard_insert",
            "orders rehome_guard_update");
    for (String id :
        List.of("acme", "o''neill", "\"x\"", "back\\slash", "{a,b}", "NULL", "tenant49")) {
      assertRefused(app, "INSERT INTO orders VALUES (10, '%s')".formatted(id));
      assertRefused(app, "UPDATE orders SET tenant_id = '%s'".formatted(id));
      assertRefused(app, "INSERT INTO files VALUES ('%s/x')".formatted(id));
    }
    for (String id : List.of("o", "x", "backslash", "a", "", "tenant50", "globex")) {
      run(app, "INSERT INTO orders VALUES (%d, '%s')".formatted(20 + id.hashCode() % 1000, id));
    }
    run(app, "INSERT INTO orders VALUES (99, NULL); DELETE FROM orders; TRUNCATE orders, items");
  }

  @Test
  void areAskedForAgainWhereAnotherIsFencedMeanwhile() throws SQLException {
    purged();
    var next = Shop.move("m2", "globex", 1);
    shop.fence.close(next, DRAIN);
    assertThat(triggers()).hasSize(16);
    assertRefused(app, "TRUNCATE orders");
    assertRefused(app, "DELETE FROM orders WHERE id = 3");
    assertRefused(app, "INSERT INTO orders VALUES (10, 'tenant7')");
    assertThat(shop.fence.lift(next)).isTrue();
    assertThat(triggers()).as("as it was before").hasSize(6);
    run(app, "DELETE FROM orders WHERE id = 3");
    assertRefused(app, "INSERT INTO orders VALUES (10, 'tenant7')");
  }

  @Tag("long")
  @Test
  void costANeighbourWhatTheLimitsTell() throws SQLException {
    Connection superuser = shop.superuser();
    for (String table : List.of("orders", "order_lines", "files")) {
      run(
          superuser,
          "CREATE TABLE shop.free_%1$s (LIKE shop.%1$s INCLUDING ALL); GRANT ALL ON shop.free_%1$s TO app"
              .formatted(table));
    }
    System.out.println("before the purge: " + ratios());
    purged();
    Map<String, Double> after = ratios();
    System.out.println("after the purge: " + after);
    MOST.forEach((table, most) -> assertThat(after.get(table)).as(table).isLessThan(most));
  }

  private Map<String, Double> ratios() throws SQLException {
    return Map.of(
        "orders", ratio("orders", "1000 + ?, 'globex', 'note'"),
        "order_lines", ratio("order_lines", "1000 + ?, 3"),
        "files", ratio("files", "'globex/' || ?"));
  }

  /** The median of pairs: the guarded table's time over that of one like it without a guard. */
  private double ratio(String table, String row) throws SQLException {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      double free = inserted("free_" + table, row);
      ratios.add(inserted(table, row) / free);
    }
    ratios.sort(null);
    return ratios.get(PAIRS / 2);
  }

  /** One row in a statement, as applications write. */
  private double inserted(String table, String row) throws SQLException {
    run(app, "BEGIN");
    long begin = System.nanoTime();
    try (PreparedStatement insert =
        app.prepareStatement("INSERT INTO %s VALUES (%s)".formatted(table, row))) {
      for (int i = 0; i < ROWS; i++) {
        insert.setInt(1, i);
        insert.executeUpdate();
      }
    }
    double taken = System.nanoTime() - begin;
    run(app, "ROLLBACK");
    return taken;
  }
}
