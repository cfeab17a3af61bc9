package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.LEASE;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.begin;
import static dev.rehome.postgres.guard.Shop.move;
import static dev.rehome.postgres.guard.Shop.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.StaleLease;
import dev.rehome.store.HandedOver;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guard without a worker lets the tenant in, and says so to the worker that comes back. */
class DeadlineTest {
  private final Shop shop = new Shop();

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  private void pass(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
  void pastTheDeadlineTheTenantWritesAndTheMoveCanOnlyBeUndone(String isolation) throws Exception {
    shop.fence(Duration.ofSeconds(1)).close(M1, DRAIN);
    assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
    pass(Duration.ofMillis(1_200));
    Connection app = shop.app();
    begin(app, isolation);
    run(app, "INSERT INTO orders VALUES (10, 'acme')");
    run(app, "INSERT INTO items VALUES (10, 'acme')");
    run(app, "COMMIT");
    assertThat(shop.state(M1)).isEqualTo("broken");
    run(shop.app(), "INSERT INTO orders VALUES (11, 'acme')");
    assertThat(shop.fence.renew(M1, LEASE)).isFalse();
    assertThat(shop.fence.seal(M1)).isFalse();
    assertThatThrownBy(() -> HandedOver.by(shop.fence, M1))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("not sealed but broken");
    assertThat(shop.fence.lift(M1)).isTrue();
  }

  @Test
  void aWorkerThatWasAsleepPutsUpNoGuard() throws Exception {
    String before = Shop.catalog(shop.superuser());
    PostgresFence asleep = shop.outdated();
    assertThatThrownBy(() -> asleep.close(M1, DRAIN)).isInstanceOf(StaleLease.class);
    assertThatThrownBy(() -> asleep.shut(M1)).isInstanceOf(StaleLease.class);
    assertThat(Shop.catalog(shop.superuser())).isEqualTo(before);
    run(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
  }

  @Test
  void aMoverAsleepInTheGuardsTransactionLosesItsSession() throws Exception {
    shop.fence(Duration.ofSeconds(1)).close(M1, DRAIN);
    Connection asleep = shop.superuser();
    begin(asleep, "READ COMMITTED");
    JdbcForms.timeout(asleep, Duration.ofSeconds(1));
    run(asleep, "SELECT * FROM _rehome.guard FOR UPDATE");
    Connection app = shop.app();
    pass(Duration.ofMillis(1_200));
    long start = System.nanoTime();
    run(app, "INSERT INTO orders VALUES (10, 'acme')");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  @Test
  void aWriterThatRollsBackLeavesTheGuardUnbroken() throws Exception {
    shop.fence(Duration.ofSeconds(1)).close(M1, DRAIN);
    pass(Duration.ofMillis(1_200));
    Connection app = shop.app();
    begin(app, "READ COMMITTED");
    run(app, "INSERT INTO orders VALUES (10, 'acme')");
    run(app, "ROLLBACK");
    assertThat(shop.fence.seal(M1)).as("sealed past its deadline").isFalse();
    assertThat(shop.fence.renew(M1, LEASE)).isTrue();
    assertRefused(app, "INSERT INTO orders VALUES (10, 'acme')");
    assertThat(shop.fence.seal(M1)).isTrue();
  }

  @Test
  void aWriterThatMeetsARenewalIsRefused() throws Exception {
    shop.fence(Duration.ofSeconds(1)).close(M1, DRAIN);
    pass(Duration.ofMillis(1_200));
    Connection renewal = shop.superuser();
    begin(renewal, "READ COMMITTED");
    run(renewal, "UPDATE _rehome.guard SET until = clock_timestamp() + interval '60 s'");
    Connection app = shop.app();
    CompletableFuture<Shop.Refusal> writer =
        CompletableFuture.supplyAsync(
            () -> Shop.refused(app, "INSERT INTO orders VALUES (10, 'acme')"));
    pass(Duration.ofMillis(500));
    assertThat(writer).as("it waits for the row").isNotDone();
    run(renewal, "COMMIT");
    assertThat(writer.get().sqlState()).isEqualTo("RH001");
    assertThat(shop.state(M1)).isEqualTo("closed");
  }

  @Test
  void aRenewedGuardOutlivesItsFirstDeadline() throws Exception {
    shop.fence(Duration.ofSeconds(1)).close(M1, DRAIN);
    assertThat(shop.fence.renew(M1, LEASE)).isTrue();
    pass(Duration.ofMillis(1_200));
    assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
  }

  @Test
  void aSealedGuardHasNoDeadline() throws Exception {
    PostgresFence brief = shop.fence(Duration.ofSeconds(1));
    brief.close(M1, DRAIN);
    assertThat(brief.seal(M1)).isTrue();
    assertThat(brief.seal(M1)).isTrue();
    pass(Duration.ofMillis(1_200));
    assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
    assertThat(brief.renew(M1, LEASE)).isTrue();
  }

  @Test
  void anOlderEpochChangesNothing() throws SQLException {
    Move newer = M1.withEpoch(2);
    shop.fence.close(M1, DRAIN);
    assertThat(shop.fence.renew(newer, LEASE)).isTrue();
    assertThatThrownBy(() -> shop.fence.renew(M1, LEASE)).isInstanceOf(StaleLease.class);
    assertThatThrownBy(() -> shop.fence.seal(M1)).isInstanceOf(StaleLease.class);
    assertThatThrownBy(() -> shop.fence.close(M1, DRAIN)).isInstanceOf(StaleLease.class);
    assertThatThrownBy(() -> HandedOver.by(shop.fence, M1)).isInstanceOf(StaleLease.class);
    assertThatThrownBy(() -> shop.fence.lift(M1))
        .isInstanceOf(StaleLease.class)
        .hasMessageContaining("its lease has epoch 1, the guard at the source has epoch 2");
    assertThat(shop.state(M1)).isEqualTo("closed");
    assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
  }

  @Test
  void aStaleLiftLeavesTheNextMovesFence() throws SQLException {
    shop.fence.close(M1, DRAIN);
    assertThat(shop.fence.lift(M1)).isTrue();
    Move next = move("m2", "acme", 5);
    shop.fence.close(next, DRAIN);
    assertThatThrownBy(() -> shop.fence.lift(M1)).isInstanceOf(StaleLease.class);
    assertThat(shop.fence.lift(M1.withEpoch(6))).as("nothing of it is left").isTrue();
    assertThat(shop.fence.renew(M1.withEpoch(6), LEASE)).isFalse();
    assertThat(shop.fence.seal(M1.withEpoch(6))).isFalse();
    assertRefused(shop.app(), "INSERT INTO orders VALUES (10, 'acme')");
  }

  @Test
  void aTenantThatIsFencedCannotBeFencedByAnotherMove() {
    shop.fence.close(M1, DRAIN);
    assertThatThrownBy(() -> shop.fence.close(move("m2", "acme", 2), DRAIN))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("already has a guard of move m1 (state closed)");
  }
}
