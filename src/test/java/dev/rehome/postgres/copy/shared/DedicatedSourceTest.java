package dev.rehome.postgres.copy.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.store.Plan;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All of a source that is the tenant's alone is fenced and proven, whatever a row says it is. */
final class DedicatedSourceTest {
  private static final String TABLES =
      """
      CREATE TABLE colours (code text PRIMARY KEY);
      CREATE TABLE orders (id int PRIMARY KEY, tenant_id text);
      CREATE TABLE lines (id int PRIMARY KEY, order_id int);
      INSERT INTO colours VALUES ('r');
      """;

  private TwoDatabases two;

  @BeforeEach
  void begin() throws Exception {
    two =
        new TwoDatabases(
            Setting.DATABASE_TO_ROW
                .predicate(
                    "lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)")
                .references("colours"));
    two.onSource(TABLES + "INSERT INTO orders VALUES (1, 'acme'); INSERT INTO lines VALUES (1, 1)");
    two.onTarget(
        TABLES + "INSERT INTO orders VALUES (9, 'globex'); INSERT INTO lines VALUES (9, 9)");
  }

  @AfterEach
  void end() throws Exception {
    two.close();
  }

  @Test
  void itsRowsAreAmongTheNeighbours() throws Exception {
    assertThat(two.failing(two.copyAll())).isEmpty();
    assertThat(two.target("SELECT string_agg(id::text, ' ' ORDER BY id) FROM lines"))
        .isEqualTo("1 9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO orders VALUES (2, NULL)",
        "INSERT INTO orders VALUES (2, 'initech')",
        "UPDATE orders SET tenant_id = 'initech'",
        "INSERT INTO lines VALUES (2, 71)",
        "INSERT INTO colours VALUES ('g')",
      })
  void aRowThatIsNotTheTenantsByItsTextIsRefusedAndProvenNotToBeThere(String late)
      throws Exception {
    PostgresFence fence = new PostgresFence(two.cells(), two::scope, Duration.ofSeconds(60));
    fence.close(two.move, Duration.ofSeconds(30));
    assertThatThrownBy(() -> two.onSource(late))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("RH001"));
    Plan plan = two.copyAll();
    assertThat(two.failing(plan)).isEmpty();
    TwoDatabases.run(
        two.sourceDatabase(),
        "SET session_replication_role = replica; ALTER TABLE shop.orders DISABLE TRIGGER USER;"
            + " ALTER TABLE shop.lines DISABLE TRIGGER USER; ALTER TABLE shop.colours DISABLE"
            + " TRIGGER USER; SET search_path = shop; "
            + late);
    assertThat(two.failing(plan)).isNotEmpty();
  }
}
