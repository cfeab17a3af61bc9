package dev.rehome.postgres.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.StaleLease;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a purge deletes, and what it never does. */
class PostgresPurgeTest {
  private static final String TWO =
      "CREATE TABLE tenants (id text PRIMARY KEY, tenant_id text); CREATE TABLE orders (id int"
          + " PRIMARY KEY, tenant_id text REFERENCES tenants)";

  private static final String ROWS =
      "INSERT INTO tenants VALUES ('acme', 'acme'), ('globex', 'globex'); INSERT INTO orders SELECT"
          + " n, CASE WHEN n % 2 = 0 THEN 'acme' ELSE 'globex' END FROM generate_series(1, 6000) n";

  private static void quiet(boolean allowed) throws SQLException {
    TwoDatabases.run(
        "postgres",
        allowed
            ? "GRANT SET ON PARAMETER session_replication_role TO mover"
            : "REVOKE SET ON PARAMETER session_replication_role FROM mover");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whateverTheTablesOnlyTheTenantsRowsGo(boolean quiet) throws SQLException {
    Setting setting = Setting.ROW.predicate("lines", AwkwardShop.PREDICATE).references("tenants");
    try (Departed acme = new Departed(setting, AwkwardShop.TABLES, AwkwardShop.ROWS)) {
      quiet(quiet);
      String others = acme.cells.source(AwkwardShop.OTHERS);
      long all = Long.parseLong(acme.cells.source(AwkwardShop.ALL));
      long neighbours = Long.parseLong(others.substring(0, others.indexOf(' ')));
      assertThat(acme.problems()).isEmpty();
      // the row of tenants is in a reference table, which is never purged
      assertThat(acme.all()).isEqualTo(all - neighbours - 1).isGreaterThan(4_000);
      assertThat(acme.cells.source(AwkwardShop.OTHERS)).isEqualTo(others);
      assertThat(acme.cells.source(AwkwardShop.ALL)).isEqualTo(Long.toString(neighbours + 1));
      assertThat(acme.count("lines WHERE order_id NOT IN (SELECT id FROM shop.orders)")).isZero();
      assertThat(acme.purge.look(acme.left.asBegun()).rows()).isZero();
      assertThat(acme.all()).as("the second time").isZero();
      assertThatThrownBy(() -> acme.cells.onSource("INSERT INTO notes VALUES ('acme', 'back')"))
          .hasMessageContaining("was moved to us_west");
    } finally {
      quiet(false);
    }
  }

  @Test
  void theApplicationsTriggersDoNotFireOrThePurgeIsRefused() throws SQLException {
    String triggers =
        TWO
            + """
            ; CREATE TABLE fired (at timestamptz DEFAULT clock_timestamp());
            CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO fired DEFAULT VALUES; RETURN NULL; END';
            CREATE TRIGGER fire AFTER DELETE ON orders FOR EACH ROW EXECUTE FUNCTION fire();
            CREATE TRIGGER fire_too AFTER DELETE ON orders EXECUTE FUNCTION fire()
            """;
    try (Departed acme = new Departed(Setting.ROW.references("fired"), triggers, ROWS)) {
      assertThat(acme.problems())
          .hasSize(2)
          .allMatch(
              line ->
                  line.startsWith("shop.orders: its trigger fire")
                      && line.contains("GRANT SET ON PARAMETER session_replication_role TO mover"));
      quiet(true);
      assertThat(acme.problems()).isEmpty();
      acme.cells.onSource("ALTER TABLE orders ENABLE ALWAYS TRIGGER fire");
      assertThat(acme.problems()).singleElement().asString().contains("DISABLE TRIGGER fire ");
      acme.cells.onSource("ALTER TABLE orders ENABLE TRIGGER fire");
      assertThat(acme.all()).isEqualTo(3_001);
      assertThat(acme.count("fired")).isZero();
      assertThat(acme.count("orders")).isEqualTo(3_000);
      acme.cells.onSource("DELETE FROM orders WHERE id = 1");
      assertThat(acme.count("fired")).as("the trigger does fire for others").isEqualTo(2);
    } finally {
      quiet(false);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noCascadeReachesANeighboursRow(boolean quiet) throws SQLException {
    String tables =
        TWO
            + "; CREATE TABLE parcels (id int PRIMARY KEY, tenant_id text, of_order int REFERENCES"
            + " orders ON DELETE CASCADE)";
    String planted = "INSERT INTO parcels VALUES (7, 'globex', 2)";
    try (Departed acme = new Departed(Setting.ROW, tables, ROWS)) {
      quiet(quiet);
      acme.cells.onSource(planted);
      assertThat(acme.problems())
          .singleElement()
          .asString()
          .startsWith(
              "shop.parcels.parcels_of_order_fkey: rows that are not the tenant's refer to rows"
                  + " of shop.orders that are (1 row, e.g. (2): SELECT");
      acme.cells.onSource("DELETE FROM parcels");
      assertThat(acme.problems()).isEmpty();
      // it comes after the look
      acme.cells.onSource(planted);
      assertThatThrownBy(acme::all)
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("a row of shop.parcels that is not acme's");
      assertThat(acme.count("parcels")).isEqualTo(1);
      assertThat(acme.count("orders WHERE id = 2")).isEqualTo(1);
    } finally {
      quiet(false);
    }
  }

  @Test
  void anOlderWorkerDeletesNothing() throws SQLException {
    try (Departed acme = new Departed(Setting.ROW, TWO, ROWS)) {
      acme.purge.take(acme.left);
      long first = acme.purge.next(acme.left.asBegun());
      PostgresPurge newer = new PostgresPurge(acme.cells.cells());
      newer.take(acme.at(3));
      long before = acme.count("orders");
      assertThatThrownBy(() -> onceItsSessionsAreEnded(acme)).isInstanceOf(StaleLease.class);
      assertThat(acme.count("orders")).isEqualTo(before).isEqualTo(6_000 - first);
      while (newer.next(acme.at(3).asBegun()) > 0) {}
      assertThat(acme.count("orders")).isEqualTo(3_000);
    }
  }

  private static void onceItsSessionsAreEnded(Departed acme) {
    for (int i = 0; i < 10; i++) {
      try {
        acme.purge.next(acme.left.asBegun());
        throw new AssertionError("it was not refused");
      } catch (PassingFault e) {
        // one of its idle sessions, which the newer worker ended
      }
    }
  }

  @Test
  void aRewriteOfTheTableInTheMiddleMisleadsNobody() throws SQLException {
    try (Departed acme = new Departed(Setting.ROW, TWO, ROWS)) {
      acme.purge.take(acme.left);
      acme.purge.next(acme.left.asBegun());
      TwoDatabases.run(acme.cells.sourceDatabase(), "VACUUM FULL shop.orders");
      while (acme.purge.next(acme.left.asBegun()) > 0) {}
      assertThat(acme.count("orders WHERE tenant_id = 'globex'")).isEqualTo(3_000);
      assertThat(acme.count("orders")).isEqualTo(3_000);
    }
  }

  @Test
  void aGuardThatIsLiftedMeanwhileEndsIt() throws SQLException {
    try (Departed acme = new Departed(Setting.ROW, TWO, ROWS)) {
      acme.purge.take(acme.left);
      acme.purge.next(acme.left.asBegun());
      long before = acme.count("orders");
      TwoDatabases.run(acme.cells.sourceDatabase(), "UPDATE _rehome.guard SET state = 'open'");
      assertThatThrownBy(() -> acme.purge.next(acme.left.asBegun()))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("somebody lifted it");
      assertThat(acme.count("orders")).isEqualTo(before);
    }
  }

  @Test
  void aSchemaOfTheTenantsOwnIsEmptiedAndItsTablesStay() throws SQLException {
    try (Departed acme = new Departed(Setting.SCHEMA, TWO, ROWS)) {
      assertThat(acme.problems()).isEmpty();
      assertThat(acme.all()).isEqualTo(6_002);
      assertThat(acme.count("orders")).isZero();
      assertThatThrownBy(() -> acme.cells.onSource("INSERT INTO tenants VALUES ('x', 'x')"))
          .hasMessageContaining("was moved to us_west");
    }
  }

  @Test
  void whatIsLeftIsNamedWithItsKeys() throws SQLException {
    Setting setting = Setting.ROW.predicate("lines", AwkwardShop.PREDICATE);
    String tables = TWO + "; CREATE TABLE lines (order_id int, n int, PRIMARY KEY (order_id, n))";
    try (Departed acme =
        new Departed(
            setting,
            tables,
            ROWS + "; INSERT INTO lines SELECT n, 1 FROM generate_series(1, 4) n")) {
      assertThat(acme.all()).isEqualTo(3_003);
      // as if the batch had told its deletion and not done it
      acme.plant("INSERT INTO lines VALUES (4, 1)");
      TwoDatabases.run(
          acme.cells.sourceDatabase(),
          "UPDATE _rehome.leaving SET left_there = 1 WHERE key = '(4,1)'");
      assertThatThrownBy(() -> acme.purge.settle(acme.left.asBegun()))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining(
              "us_east: not all of acme is gone: shop.lines: 1 rows, e.g. those with the keys"
                  + " (4,1)");
      assertThat(acme.purge.look(acme.left.asBegun()).rows()).isEqualTo(1);
      acme.purge.release(acme.left);
      assertThat(acme.all()).as("the next purge").isEqualTo(1);
      acme.purge.settle(acme.left.asBegun());
      assertThat(acme.count("lines")).isEqualTo(2);
    }
  }
}
