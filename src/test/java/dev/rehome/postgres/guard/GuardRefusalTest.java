package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.begin;
import static dev.rehome.postgres.guard.Shop.refused;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a closed guard refuses, and what it must let pass. */
class GuardRefusalTest {
  private final Shop shop = new Shop();

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
  void aWriteAfterTheFenceIsRefusedByNameAndCode(String isolation) throws SQLException {
    Connection app = shop.app();
    run(app, "INSERT INTO orders VALUES (10, 'acme')");
    shop.fence.close(M1, DRAIN);
    begin(app, isolation);
    Shop.Refusal refusal = refused(app, "INSERT INTO orders VALUES (11, 'acme')");
    assertThat(refusal.sqlState()).isEqualTo("RH001");
    assertThat(refusal.message()).startsWith("ERROR: tenant acme is being moved (move m1)\n");
    run(app, "ROLLBACK");
    assertRefused(app, "UPDATE orders SET note = 'x' WHERE id = 1");
    assertRefused(app, "DELETE FROM orders WHERE id = 1");
    assertRefused(
        app, "INSERT INTO orders VALUES (1, 'acme') ON CONFLICT (id) DO UPDATE SET note = 'x'");
    assertThat(text(app, "SELECT count(*) FROM orders WHERE tenant_id = 'acme'")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPEATABLE READ", "SERIALIZABLE"})
  void aSnapshotOlderThanTheRowIsRefused(String isolation) throws SQLException {
    Connection app = shop.app();
    begin(app, isolation);
    text(app, "SELECT pg_backend_pid()");
    assertThat(text(app, "SELECT now()")).isNotNull();
    shop.fence.close(M1, DRAIN);
    assertRefused(app, "INSERT INTO orders VALUES (11, 'acme')", "40001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPEATABLE READ", "SERIALIZABLE"})
  void aSnapshotFromWhileTheGuardArmedIsRefused(String isolation) throws SQLException {
    shop.arm(M1);
    Connection app = shop.app();
    begin(app, isolation);
    assertThat(text(app, "SELECT now()")).isNotNull();
    shop.fence.close(M1, DRAIN);
    assertRefused(app, "INSERT INTO orders VALUES (11, 'acme')", "40001");
  }

  @Test
  void aReadCommittedTransactionFromBeforeTheFenceIsRefused() throws SQLException {
    Connection app = shop.app();
    begin(app, "READ COMMITTED");
    assertThat(text(app, "SELECT now()")).isNotNull();
    shop.fence.close(M1, DRAIN);
    assertRefused(app, "INSERT INTO orders VALUES (11, 'acme')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
  void aNeighbourIsNeverRefused(String isolation) throws SQLException {
    Connection old = shop.app();
    begin(old, isolation);
    assertThat(text(old, "SELECT now()")).isNotNull();
    shop.fence.close(M1, DRAIN);
    run(old, "INSERT INTO orders VALUES (20, 'zenith')");
    run(old, "UPDATE orders SET note = 'x' WHERE id = 2");
    run(old, "COMMIT");
    Connection app = shop.app();
    begin(app, isolation);
    run(app, "INSERT INTO orders VALUES (21, 'zenith'), (22, NULL)");
    run(app, "DELETE FROM orders WHERE id = 3");
    run(app, "COMMIT");
  }

  @Test
  void aRowThatMovesFromOrToTheTenantIsRefused() throws SQLException {
    shop.fence.close(M1, DRAIN);
    assertRefused(shop.app(), "UPDATE orders SET tenant_id = 'zenith' WHERE id = 1");
    assertRefused(shop.app(), "UPDATE orders SET tenant_id = 'acme' WHERE id = 2");
    run(shop.app(), "UPDATE orders SET tenant_id = 'globex' WHERE id = 2");
  }

  @Test
  void aReplicationRoleIsRefused() throws SQLException {
    shop.fence.close(M1, DRAIN);
    Connection superuser = shop.superuser();
    run(superuser, "SET session_replication_role = replica");
    assertRefused(superuser, "INSERT INTO orders VALUES (11, 'acme')");
  }

  @Test
  void anApplicationTriggerThatFillsTheTenantIsSeen() throws SQLException {
    run(
        shop.superuser(),
        """
        CREATE FUNCTION shop.fill() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN NEW.tenant_id := current_setting(''app.tenant''); RETURN NEW; END';
        CREATE TRIGGER zz_fill BEFORE INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.fill();
        """);
    shop.fence.close(M1, DRAIN);
    Connection app = shop.app();
    run(app, "SET app.tenant = 'acme'");
    assertRefused(app, "INSERT INTO orders VALUES (11, 'zenith')");
    run(app, "SET app.tenant = 'zenith'");
    run(app, "INSERT INTO orders VALUES (11, 'acme')");
  }

  @Test
  void aTruncateIsRefused() throws SQLException {
    shop.fence.close(M1, DRAIN);
    assertRefused(shop.app(), "TRUNCATE orders");
    assertRefused(shop.app(), "TRUNCATE items CASCADE");
  }

  @Test
  void aCopyOfAnotherSessionsMarkDoesNotPass() throws SQLException {
    shop.fence.close(M1, DRAIN);
    Connection app = shop.app();
    run(app, "SET rehome.admitted = '1 x61636d65 '");
    assertRefused(app, "INSERT INTO orders VALUES (11, 'acme')");
  }

  @Test
  void theMoverItselfPassesForOneTransaction() throws SQLException {
    shop.fence.close(M1, DRAIN);
    shop.cells
        .source(M1)
        .transaction(
            connection -> {
              Admission.admit(connection, "acme");
              run(connection, "INSERT INTO shop.orders VALUES (11, 'acme')");
              return true;
            });
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    shop.cells
                        .source(M1)
                        .transaction(
                            connection -> {
                              run(connection, "INSERT INTO shop.orders VALUES (12, 'acme')");
                              return true;
                            })))
        .hasMessageContaining("tenant acme is being moved");
  }
}
