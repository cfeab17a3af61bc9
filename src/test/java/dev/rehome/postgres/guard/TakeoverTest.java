package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.begin;
import static dev.rehome.postgres.guard.Shop.catalog;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An older worker is ended, and refused when it comes back. */
class TakeoverTest {
  private final Shop shop = new Shop();
  private final PostgresTakeover takeover = new PostgresTakeover(shop.cells);
  private final Move newer = M1.withEpoch(2);

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  @Test
  void aSleepingWorkersSessionIsEndedOnBothSidesAndOthersAreNot() throws SQLException {
    Connection atSource = shop.cells.source(M1).open();
    Connection atTarget = shop.cells.target(M1).open();
    Connection own = shop.cells.source(newer).open();
    Connection other = shop.cells.source(Shop.move("m10", "zenith", 1)).open();
    atSource.setAutoCommit(false);
    run(atSource, "LOCK TABLE shop.orders");
    takeover.take(newer);
    assertThat(atSource.isValid(1)).isFalse();
    assertThat(atTarget.isValid(1)).isFalse();
    assertThat(own.isValid(1)).isTrue();
    assertThat(other.isValid(1)).isTrue();
    run(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
    for (Connection connection : new Connection[] {own, other}) {
      connection.close();
    }
  }

  @Test
  void theOlderWorkerIsRefusedAfterwards() throws SQLException {
    shop.fence.close(M1, DRAIN);
    run(shop.superuser(), "INSERT INTO _rehome.lease VALUES ('m1', 1), ('m2', 1)");
    takeover.take(newer);
    takeover.take(newer);
    assertThat(text(shop.superuser(), "SELECT epoch FROM _rehome.guard")).isEqualTo("2");
    assertThat(
            text(
                shop.superuser(),
                "SELECT string_agg(move || epoch, ' ' ORDER BY move) FROM _rehome.lease"))
        .isEqualTo("m12 m21");
    shop.cells.release(M1); // its sessions are dead; it comes back with new ones
    assertThatThrownBy(() -> shop.fence.seal(M1)).isInstanceOf(StaleLease.class);
    assertThat(shop.fence.seal(newer)).isTrue();
  }

  @Test
  void writersInFlightDoNotHoldATakeoverUp() throws SQLException {
    shop.arm(M1);
    Connection inFlight = shop.app();
    begin(inFlight, "READ COMMITTED");
    run(inFlight, "INSERT INTO orders VALUES (10, 'acme')");
    takeover.take(newer);
    shop.cells.release(M1); // its sessions are dead; it comes back with new ones
    assertThatThrownBy(() -> shop.fence.close(M1, DRAIN)).isInstanceOf(StaleLease.class);
    run(inFlight, "COMMIT");
  }

  @Test
  void nothingIsMadeWhereNothingIsOurs() throws SQLException {
    String before = catalog(shop.superuser());
    takeover.take(newer);
    assertThat(catalog(shop.superuser())).isEqualTo(before);
  }
}
