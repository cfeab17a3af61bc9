package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.store.HandedOver;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tenant's own role is refused by the guard, kept out once it is sealed, and let in as it was.
 */
class TenantRoleTest {
  private final Shop shop = new Shop(Shop.TABLES, Map.of(), Optional.of("app_{tenant}"));

  @BeforeEach
  void role() throws SQLException {
    run(
        shop.superuser(),
        """
        CREATE ROLE app_acme LOGIN PASSWORD 'app_acme' IN ROLE app;
        ALTER ROLE mover CREATEROLE
        """);
  }

  @AfterEach
  void close() throws SQLException {
    run(shop.superuser(), "DROP ROLE app_acme; ALTER ROLE mover NOCREATEROLE");
    shop.close();
  }

  private String canLogin() throws SQLException {
    return text(shop.superuser(), "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'app_acme'");
  }

  @Test
  void idleSessionsEndAndTheLoginComesBack() throws SQLException {
    Connection idle = shop.as("app_acme");
    Connection pooled = shop.app();
    shop.fence.close(M1, DRAIN);
    assertThat(idle.isValid(1)).isFalse();
    Connection later = shop.as("app_acme");
    assertThat(shop.fence.seal(M1)).isTrue();
    assertThat(later.isValid(1)).isFalse();
    assertThat(pooled.isValid(1)).isTrue();
    assertThat(canLogin()).isEqualTo("f");
    assertThat(shop.fence.seal(M1)).as("the second time").isTrue();
    assertThat(shop.fence.lift(M1)).isTrue();
    assertThat(canLogin()).isEqualTo("t");
  }

  @Test
  void aMoverThatDiesBeforeTheSealKeepsNobodyOut() throws SQLException {
    shop.fence(Duration.ofSeconds(2)).close(M1, DRAIN);
    assertRefused(shop.as("app_acme"), "INSERT INTO orders VALUES (10, 'acme')");
    run(shop.superuser(), "SELECT pg_sleep(2.1)");
    run(shop.as("app_acme"), "INSERT INTO orders VALUES (10, 'acme')");
    assertThat(shop.fence.seal(M1)).as("broken").isFalse();
    assertThat(canLogin()).isEqualTo("t");
  }

  @Test
  void theLoginComesBackWithTheHandOver() throws SQLException {
    shop.fence.close(M1, DRAIN);
    shop.fence.shut(M1);
    assertThat(shop.fence.seal(M1)).isTrue();
    assertThat(HandedOver.by(shop.fence, M1)).isTrue();
    assertThat(canLogin()).isEqualTo("t");
    assertRefused(shop.as("app_acme"), "INSERT INTO orders VALUES (10, 'acme')");
  }

  @Test
  void aRoleThatCouldNotLogInStaysSo() throws SQLException {
    run(shop.superuser(), "ALTER ROLE app_acme NOLOGIN");
    shop.fence.close(M1, DRAIN);
    assertThat(shop.fence.seal(M1)).isTrue();
    assertThat(shop.fence.lift(M1)).isTrue();
    assertThat(canLogin()).isEqualTo("f");
  }

  @Test
  void aSessionThatDoesNotFinishInTimeIsEnded() throws SQLException {
    shop.arm(M1);
    Connection busy = shop.as("app_acme");
    run(busy, "BEGIN");
    run(busy, "INSERT INTO orders VALUES (10, 'acme')");
    shop.fence.close(M1, Duration.ofSeconds(2));
    assertThat(busy.isValid(1)).isFalse();
    assertThat(shop.state(M1)).isEqualTo("closed");
  }

  @Test
  void withoutTheRightTheGrantIsNamedAndNothingIsRevoked() throws SQLException {
    run(shop.superuser(), "ALTER ROLE mover NOCREATEROLE");
    shop.fence.close(M1, DRAIN);
    assertThatThrownBy(() -> shop.fence.seal(M1))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("ALTER ROLE \"mover\" CREATEROLE");
    assertThat(canLogin()).isEqualTo("t");
    assertThat(shop.state(M1)).isEqualTo("closed");
    assertThat(shop.fence.lift(M1)).isTrue();
  }
}
