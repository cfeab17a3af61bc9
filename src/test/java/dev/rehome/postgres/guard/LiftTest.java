package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.begin;
import static dev.rehome.postgres.guard.Shop.catalog;
import static dev.rehome.postgres.guard.Shop.move;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Move;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tenant writes at once, and nothing of the fence is left. */
class LiftTest {
  private final Shop shop = new Shop();

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  @Test
  void nothingIsLeft() throws SQLException {
    Connection superuser = shop.superuser();
    String before = catalog(superuser);
    shop.fence.close(M1, DRAIN);
    assertThat(catalog(superuser))
        .contains("trigger orders rehome_guard_insertA", "schema _rehome");
    assertThat(shop.fence.lift(M1)).isTrue();
    assertThat(catalog(superuser)).isEqualTo(before);
    assertThat(shop.fence.lift(M1)).as("the second time").isTrue();
    run(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
  }

  @Test
  void aReaderHoldsTheTriggersButNotTheTenant() throws SQLException {
    shop.fence.close(M1, DRAIN);
    Connection reader = shop.app();
    begin(reader, "READ COMMITTED");
    assertThat(text(reader, "SELECT count(*) FROM orders")).isEqualTo("3");
    assertThat(shop.fence.lift(M1)).isFalse();
    assertThat(shop.state(M1)).isEqualTo("open");
    run(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
    run(reader, "COMMIT");
    assertThat(shop.fence.lift(M1)).isTrue();
  }

  @Test
  void whatALiftedMoveLeftBelongsToTheNextMove() throws SQLException {
    Connection superuser = shop.superuser();
    String before = catalog(superuser);
    shop.fence.close(M1, DRAIN);
    Connection reader = shop.app();
    begin(reader, "READ COMMITTED");
    assertThat(text(reader, "SELECT count(*) FROM orders")).isEqualTo("3");
    assertThat(shop.fence.lift(M1)).isFalse();
    Move next = move("m2", "acme", 2);
    run(reader, "COMMIT");
    shop.fence.close(next, DRAIN);
    assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
    assertThat(shop.fence.lift(next)).isTrue();
    assertThat(catalog(superuser)).isEqualTo(before);
  }

  @Test
  void twoTenantsShareTheTriggersAndOneIsLifted() throws SQLException {
    Connection superuser = shop.superuser();
    String before = catalog(superuser);
    Move zenith = move("m2", "zenith", 1);
    shop.fence.close(M1, DRAIN);
    shop.fence.close(zenith, DRAIN);
    assertThat(
            text(
                superuser,
                "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'rehome%' AND tgenabled = 'A'"))
        .as("four for each of two tables")
        .isEqualTo("8");
    Connection app = shop.app();
    assertRefused(app, "INSERT INTO orders VALUES (10, 'acme')");
    assertRefused(app, "INSERT INTO orders VALUES (10, 'zenith')");
    run(app, "INSERT INTO orders VALUES (10, 'globex')");
    assertThat(shop.fence.lift(M1)).isTrue();
    run(app, "INSERT INTO orders VALUES (11, 'acme')");
    assertRefused(app, "INSERT INTO orders VALUES (12, 'zenith')");
    assertThat(shop.fence.seal(zenith)).as("its triggers are all there").isTrue();
    assertThat(shop.fence.lift(zenith)).isTrue();
    assertThat(catalog(superuser)).isEqualTo(before);
  }

  @Test
  void aTableThatWasDroppedMeanwhileIsPassedOver() throws SQLException {
    shop.fence.close(M1, DRAIN);
    run(shop.superuser(), "DROP TABLE shop.items");
    assertThat(shop.fence.lift(M1)).isTrue();
    assertThat(catalog(shop.superuser())).doesNotContain("_rehome");
  }
}
