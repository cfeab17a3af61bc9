package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.back;
import static dev.rehome.postgres.guard.Shop.catalog;
import static dev.rehome.postgres.guard.Shop.refused;
import static dev.rehome.postgres.guard.Shop.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Move;
import dev.rehome.store.HandedOver;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the source's seal to the first write at the target, and the way back by another move. */
class HandOverTest {
  private final Shop shop = new Shop();

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  private void move(Move move) {
    shop.fence.close(move, DRAIN);
    shop.fence.shut(move);
    assertThat(shop.fence.seal(move)).isTrue();
    assertThat(HandedOver.by(shop.fence, move)).isTrue();
  }

  @Test
  void theTenantWritesAtOneSideAtMost() throws SQLException {
    String before = catalog(shop.superuserAtTarget());
    String insert = "INSERT INTO orders VALUES (10, 'acme')";
    shop.fence.close(M1, DRAIN);
    shop.fence.shut(M1);
    shop.fence.shut(M1);
    assertRefused(shop.app(), insert);
    assertRefused(shop.appAtTarget(), insert);
    run(shop.appAtTarget(), "INSERT INTO orders VALUES (11, 'zenith')");
    assertThat(shop.fence.seal(M1)).isTrue();
    assertThat(HandedOver.by(shop.fence, M1)).isTrue();
    run(shop.appAtTarget(), insert);
    assertThat(refused(shop.app(), insert).message())
        .startsWith("ERROR: tenant acme was moved to us_west (move m1)");
    assertThat(catalog(shop.superuserAtTarget())).isEqualTo(before);
    assertThat(HandedOver.by(shop.fence, M1)).as("the second time").isTrue();
    assertThatThrownBy(() -> shop.fence.lift(M1)).hasMessageContaining("moved away");
  }

  @Test
  void neighboursMayTruncateUntilTheTargetIsShut() throws SQLException {
    String before = catalog(shop.superuserAtTarget());
    shop.fence.shutLater(M1, table -> true);
    run(shop.appAtTarget(), "TRUNCATE items");
    assertThat(shop.fence.unshut(M1)).isTrue();
    assertThat(catalog(shop.superuserAtTarget())).as("undone before it was shut").isEqualTo(before);
    shop.fence.shutLater(M1, table -> true);
    shop.fence.shut(M1);
    assertRefused(shop.appAtTarget(), "TRUNCATE items");
    assertRefused(shop.appAtTarget(), "INSERT INTO orders VALUES (10, 'acme')");
    shop.fence.shutLater(M1, table -> true);
    assertRefused(shop.appAtTarget(), "INSERT INTO orders VALUES (10, 'acme')");
    assertThat(shop.fence.unshut(M1)).isTrue();
    assertThat(catalog(shop.superuserAtTarget())).isEqualTo(before);
  }

  @Test
  void aTenantThatReturnsIsNoLongerRefused() throws SQLException {
    String source = catalog(shop.superuser());
    move(M1);
    Move back = back("m2", "acme", 2);
    shop.fence.close(back, DRAIN);
    shop.fence.shut(back);
    assertThat(shop.fence.seal(back)).isTrue();
    String insert = "INSERT INTO orders VALUES (20, 'acme')";
    assertRefused(shop.app(), insert);
    assertThat(HandedOver.by(shop.fence, back)).isTrue();
    run(shop.app(), insert);
    assertThat(catalog(shop.superuser())).isEqualTo(source);
    assertRefused(shop.appAtTarget(), insert);
    assertThat(HandedOver.by(shop.fence, back)).as("the second time").isTrue();
  }

  @Test
  void aReturnThatIsUndoneLeavesTheRefusalAsItWas() throws SQLException {
    move(M1);
    String moved = catalog(shop.superuser());
    Move back = back("m2", "acme", 2);
    shop.fence.close(back, DRAIN);
    shop.fence.shut(back);
    assertThat(shop.fence.lift(back)).isTrue();
    assertThat(shop.fence.unshut(back)).isTrue();
    assertThat(shop.fence.unshut(back)).isTrue();
    assertThat(catalog(shop.superuser())).isEqualTo(moved);
    assertThat(refused(shop.app(), "INSERT INTO orders VALUES (20, 'acme')").message())
        .contains("tenant acme was moved to us_west (move m1)");
    run(shop.appAtTarget(), "INSERT INTO orders VALUES (20, 'acme')");
  }

  @Test
  void theMoverWritesToAShutTarget() throws SQLException {
    shop.fence.close(M1, DRAIN);
    shop.fence.shut(M1);
    shop.cells
        .target(M1)
        .transaction(
            connection -> {
              Admission.admit(connection, "acme");
              run(connection, "INSERT INTO shop.orders VALUES (10, 'acme')");
              return true;
            });
    Connection app = shop.appAtTarget();
    assertRefused(app, "DELETE FROM orders WHERE id = 10");
  }
}
