package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.move;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every planted problem is found, with its remedy, and none where there is none. */
class GuardProblemsTest {
  private static List<String> lines(Shop shop, Move move) {
    return GuardProblems.of(shop.cells, move, shop.scope(move)).stream()
        .filter(Finding::blocks)
        .map(Finding::line)
        .toList();
  }

  @Test
  void aSoundShopHasNone() throws SQLException {
    try (Shop shop = new Shop()) {
      assertThat(lines(shop, M1)).isEmpty();
      shop.fence.close(M1, DRAIN);
      assertThat(lines(shop, M1)).as("one's own guard is none").isEmpty();
    }
  }

  @Test
  void missingRightsAreNamedAsGrants() throws SQLException {
    try (Shop shop = new Shop()) {
      Connection superuser = shop.superuser();
      run(superuser, "ALTER TABLE shop.orders OWNER TO postgres");
      run(
          superuser,
          "REVOKE CREATE ON DATABASE %s FROM mover"
              .formatted(text(superuser, "SELECT current_database()")));
      assertThat(lines(shop, M1))
          .hasSize(2)
          .anyMatch(line -> line.contains("GRANT CREATE ON DATABASE source_"))
          .anyMatch(line -> line.endsWith("GRANT postgres TO \"mover\";"));
    }
  }

  @Test
  void anotherMovesGuardIsNamed() throws SQLException {
    try (Shop shop = new Shop()) {
      shop.fence.close(M1, DRAIN);
      assertThat(lines(shop, move("m2", "acme", 2)))
          .singleElement()
          .asString()
          .contains("us_east tenant acme: it has a guard of move m1 there (state closed)");
      assertThat(lines(shop, move("m2", "zenith", 2))).isEmpty();
    }
  }

  @Test
  void aPreparedTransactionThatHoldsATableIsNamed() throws SQLException {
    try (Shop shop = new Shop()) {
      Connection app = shop.app();
      run(app, "BEGIN; INSERT INTO orders VALUES (10, 'acme'); PREPARE TRANSACTION 'held'");
      assertThat(lines(shop, M1)).singleElement().asString().contains("ROLLBACK PREPARED 'held'");
      run(app, "ROLLBACK PREPARED 'held'");
      assertThat(lines(shop, M1)).isEmpty();
    }
  }

  @Test
  void aPredicateThatTheGuardCannotEvaluateOverARowIsNamed() throws SQLException {
    String tables = Shop.TABLES + "CREATE TABLE shop.lines (id int, order_id bigint)";
    String reached = "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)";
    try (Shop shop = new Shop(tables, Map.of("lines", reached), Optional.empty())) {
      assertThat(lines(shop, M1)).isEmpty();
    }
    String named = reached.replace("order_id IN", "shop.lines.order_id IN");
    try (Shop shop = new Shop(tables, Map.of("lines", named), Optional.empty())) {
      assertThat(lines(shop, M1))
          .as("both cells are shared")
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "shop.lines", "cannot be evaluated over a single row", "predicates-file"))
          .anyMatch(line -> line.contains("us_east"))
          .anyMatch(line -> line.contains("us_west"));
    }
  }

  @Test
  void aForeignTableBelowATableIsNamed() throws SQLException {
    try (Shop shop = new Shop()) {
      run(
          shop.superuser(),
          """
          CREATE FOREIGN DATA WRAPPER elsewhere; CREATE SERVER there FOREIGN DATA WRAPPER elsewhere;
          CREATE FOREIGN TABLE public.orders_there () INHERITS (shop.orders) SERVER there
          """);
      assertThat(lines(shop, M1)).singleElement().asString().contains("foreign table below");
    }
  }

  @Test
  void aSubscriptionIntoATableIsNamed() throws SQLException {
    try (Shop shop = new Shop()) {
      Connection superuser = shop.superuser();
      run(
          superuser,
          "CREATE SUBSCRIPTION feed CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false)");
      run(
          superuser,
          """
          INSERT INTO pg_subscription_rel
          SELECT oid, 'shop.orders'::regclass, 'i' FROM pg_subscription WHERE subname = 'feed'
          """);
      assertThat(lines(shop, M1)).singleElement().asString().contains("subscription feed writes");
      run(superuser, "ALTER SUBSCRIPTION feed SET (slot_name = NONE)");
      run(superuser, "DROP SUBSCRIPTION feed");
    }
  }

  @Test
  void aPredicateNeedsToSeeSnapshots() throws SQLException {
    try (Shop shop =
        new Shop(
            Shop.TABLES + "CREATE TABLE order_lines (id int PRIMARY KEY, order_id bigint);",
            Map.of(
                "order_lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)"),
            Optional.empty())) {
      assertThat(lines(shop, M1)).isEmpty();
      run(shop.superuser(), "ALTER TABLE shop.items ENABLE ROW LEVEL SECURITY");
      run(shop.superuser(), "ALTER TABLE shop.items FORCE ROW LEVEL SECURITY");
      run(shop.superuser(), "REVOKE pg_read_all_stats FROM mover");
      assertThat(lines(shop, M1))
          .hasSize(2)
          .anyMatch(line -> line.endsWith("GRANT pg_read_all_stats TO \"mover\";"))
          .anyMatch(line -> line.endsWith("ALTER ROLE \"mover\" BYPASSRLS;"));
      run(shop.superuser(), "GRANT pg_read_all_stats TO mover");
    }
  }

  @Test
  void aTenantRoleThatIsNotThereOrOutOfReachIsNamed() throws SQLException {
    try (Shop shop = new Shop(Shop.TABLES, Map.of(), Optional.of("{tenant}_login"))) {
      assertThat(lines(shop, M1)).singleElement().asString().contains("does not exist");
      run(shop.superuser(), "CREATE ROLE acme_login LOGIN");
      assertThat(lines(shop, M1))
          .singleElement()
          .asString()
          .contains("ALTER ROLE \"mover\" CREATEROLE");
      run(shop.superuser(), "DROP ROLE acme_login");
    }
  }
}
