package dev.rehome.postgres.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that keeps a purge from its first deletion, each planted. */
class PurgeProblemsTest {
  private Departed acme;

  @BeforeEach
  void moved() throws SQLException {
    acme =
        new Departed(
            Setting.ROW,
            "CREATE TABLE orders (id int PRIMARY KEY, tenant_id text)",
            "INSERT INTO orders SELECT n, CASE WHEN n % 2 = 0 THEN 'acme' ELSE 'globex' END FROM generate_series(1, 60) n");
    assertThat(acme.problems()).isEmpty();
  }

  @AfterEach
  void close() {
    acme.close();
  }

  private void onSource(String sql) throws SQLException {
    TwoDatabases.run(acme.cells.sourceDatabase(), sql);
  }

  @Test
  void strays() throws SQLException {
    acme.plant("INSERT INTO orders VALUES (100, 'acme')");
    assertThat(acme.problems())
        .singleElement()
        .asString()
        .startsWith(
            "shop.orders: strays block the purge: it holds 31 rows of the tenant, the move has proven 30");
    assertThat(acme.purge.look(acme.left.asBegun()).findings()).as("once it has begun").hasSize(1);
  }

  @Test
  void rowsThatAreMissing() throws SQLException {
    acme.plant("DELETE FROM orders WHERE id = 2");
    assertThat(acme.problems()).singleElement().asString().contains("29 rows of the tenant");
    assertThat(acme.purge.look(acme.left.asBegun()).findings()).as("once it has begun").isEmpty();
  }

  @Test
  void aTableThatCameLaterWithRowsOfTheTenant() throws SQLException {
    acme.cells.onSource("CREATE TABLE later (tenant_id text)");
    assertThat(acme.problems()).isEmpty();
    acme.cells.onSource("INSERT INTO later VALUES ('acme'), ('globex')");
    assertThat(acme.problems()).singleElement().asString().startsWith("shop.later: strays");
  }

  @Test
  void aGuardThatIsLiftedOrAnothersOrGone() throws SQLException {
    onSource("UPDATE _rehome.guard SET state = 'open'");
    assertThat(acme.problems())
        .singleElement()
        .asString()
        .startsWith("guard of acme: is not 'moved by m1' but 'open by m1'");
    onSource("UPDATE _rehome.guard SET state = 'moved', move = 'm2'");
    assertThat(acme.problems()).singleElement().asString().contains("'moved by m2'");
    onSource("DELETE FROM _rehome.guard");
    assertThat(acme.problems()).singleElement().asString().contains("'gone'");
  }

  @Test
  void triggersOfTheGuardThatAreGoneOrSleep() throws SQLException {
    onSource("ALTER TABLE shop.orders DISABLE TRIGGER rehome_guard_insert");
    assertThat(acme.problems())
        .singleElement()
        .asString()
        .startsWith("shop.orders: lost the guard's triggers");
  }

  @Test
  void settingsThatReachOtherRowsThanTheMoveDid() throws SQLException {
    onSource("UPDATE _rehome.guarded SET test = '\"id\" OPERATOR(pg_catalog.=) ''acme'''");
    assertThat(acme.problems())
        .singleElement()
        .asString()
        .startsWith("shop.orders: the settings tell the tenant's rows otherwise");
  }

  @Test
  void aServingCellThatIsEmptyOrRefusesTheTenant() throws SQLException {
    TwoDatabases.run(acme.cells.targetDatabase(), "TRUNCATE public.orders");
    assertThat(acme.problems())
        .singleElement()
        .asString()
        .startsWith("postgres: us_west: serves the tenant and holds none of its rows");
  }

  @Test
  void aPublicationThatTakesNoDeletions() throws SQLException {
    onSource("ALTER TABLE shop.orders REPLICA IDENTITY NOTHING");
    assertThat(acme.problems()).isEmpty();
    onSource("CREATE PUBLICATION everything FOR TABLE shop.orders");
    assertThat(acme.problems())
        .singleElement()
        .asString()
        .startsWith("shop.orders: publication everything publishes deletions");
  }

  @Test
  void aRuleThatChangesDeletions() throws SQLException {
    acme.cells.onSource("CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING");
    assertThat(acme.problems()).singleElement().asString().contains("its rule keep");
  }
}
