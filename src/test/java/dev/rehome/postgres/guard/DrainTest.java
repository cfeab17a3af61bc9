package dev.rehome.postgres.guard;

import static dev.rehome.postgres.guard.Shop.DRAIN;
import static dev.rehome.postgres.guard.Shop.M1;
import static dev.rehome.postgres.guard.Shop.assertRefused;
import static dev.rehome.postgres.guard.Shop.begin;
import static dev.rehome.postgres.guard.Shop.run;
import static dev.rehome.postgres.guard.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.MoveFailed;
import dev.rehome.store.Fenced;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the fence waits, for whom, and what it says when it gives up. */
class DrainTest {
  private final Shop shop = new Shop();

  @AfterEach
  void close() throws SQLException {
    shop.close();
  }

  private void awaitAnnouncement() {
    Connection superuser = shop.superuser();
    await()
        .until(
            () ->
                "t"
                    .equals(
                        text(
                            superuser,
                            "SELECT bool_or(until > clock_timestamp()) FROM _rehome.announced")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
  void aTransactionThatWroteBeforeTheAnnouncementWritesOnAndCommits(String isolation)
      throws Exception {
    shop.arm(M1);
    Connection inFlight = shop.app();
    begin(inFlight, isolation);
    run(inFlight, "INSERT INTO orders VALUES (10, 'acme')");
    CompletableFuture<Fenced> closing =
        CompletableFuture.supplyAsync(() -> shop.fence.close(M1, DRAIN));
    awaitAnnouncement();
    assertRefused(shop.app(), "INSERT INTO orders VALUES (11, 'acme')");
    run(inFlight, "INSERT INTO items VALUES (10, 'acme')");
    assertThat(closing).isNotDone();
    run(inFlight, "COMMIT");
    Fenced fenced = closing.get();
    assertRefused(inFlight, "INSERT INTO orders VALUES (11, 'acme')");
    assertThat(fenced.since()).isBefore(Instant.now().plusSeconds(5));
    assertThat(
            text(
                shop.superuser(),
                "SELECT pg_current_wal_lsn() >= '%s'::pg_lsn".formatted(fenced.position())))
        .isEqualTo("t");
    assertThat(text(shop.app(), "SELECT count(*) FROM items")).isEqualTo("1");
  }

  @Test
  void aTransactionThatWroteBeforeTheTriggersIsWaitedFor() throws Exception {
    Connection inFlight = shop.app();
    begin(inFlight, "READ COMMITTED");
    run(inFlight, "INSERT INTO orders VALUES (10, 'acme')");
    CompletableFuture<Fenced> closing =
        CompletableFuture.supplyAsync(() -> shop.fence.close(M1, DRAIN));
    Thread.sleep(2_500);
    assertThat(closing).isNotDone();
    run(inFlight, "COMMIT");
    assertThat(closing.get().position()).contains("/");
  }

  @Test
  void aNeighboursLongTransactionHoldsTheFenceUpButNobodyElse() throws Exception {
    Connection lengthy = shop.app();
    begin(lengthy, "READ COMMITTED");
    run(lengthy, "INSERT INTO orders VALUES (10, 'zenith')");
    run(lengthy, "SELECT pg_sleep(1.1)");
    CompletableFuture<Fenced> closing =
        CompletableFuture.supplyAsync(() -> shop.fence.close(M1, DRAIN));
    await().until(() -> "arming".equals(armed()));
    Connection neighbour = shop.app();
    run(neighbour, "SET lock_timeout = '700ms'");
    for (int id = 100; id < 120; id++) {
      run(neighbour, "INSERT INTO orders VALUES (" + id + ", 'globex')");
      Thread.sleep(150);
    }
    assertThat(closing).isNotDone();
    run(lengthy, "COMMIT");
    closing.get();
    assertRefused(shop.app(), "INSERT INTO orders VALUES (11, 'acme')");
  }

  private String armed() throws SQLException {
    return text(shop.superuser(), "SELECT to_regclass('_rehome.guard')") == null
        ? ""
        : shop.state(M1);
  }

  @Test
  void newWritersDoNotOvertakeTheFence() throws Exception {
    shop.arm(M1);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger ids = new AtomicInteger(100);
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Connection app = shop.app();
      writers.add(CompletableFuture.runAsync(() -> writeUntil(over, app, ids)));
      Thread.sleep(150);
    }
    try {
      shop.fence.close(M1, Duration.ofSeconds(5));
    } finally {
      over.set(true);
      writers.forEach(CompletableFuture::join);
    }
    assertThat(shop.state(M1)).isEqualTo("closed");
  }

  @Test
  void aBusyTenantDoesNotHoldTheLiftUp() throws Exception {
    shop.arm(M1);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger ids = new AtomicInteger(100);
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Connection app = shop.app();
      writers.add(CompletableFuture.runAsync(() -> writeUntil(over, app, ids)));
      Thread.sleep(150);
    }
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> shop.fence.lift(M1));
    } finally {
      over.set(true);
      writers.forEach(CompletableFuture::join);
    }
  }

  /** Each holds the row for half a second, so that there is always one that does. */
  private static void writeUntil(AtomicBoolean over, Connection app, AtomicInteger ids) {
    while (!over.get()) {
      try {
        run(app, "BEGIN");
        run(app, "INSERT INTO orders VALUES (" + ids.incrementAndGet() + ", 'acme')");
        run(app, "SELECT pg_sleep(0.5)");
        run(app, "COMMIT");
      } catch (SQLException refused) {
        try {
          run(app, "ROLLBACK");
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @Test
  void aDrainThatGivesUpNamesEveryHolder() throws SQLException {
    shop.arm(M1);
    List<Connection> holders = List.of(shop.app(), shop.app());
    for (int i = 0; i < 2; i++) {
      run(holders.get(i), "SET application_name = 'till " + i + "'");
      begin(holders.get(i), "READ COMMITTED");
      run(holders.get(i), "INSERT INTO orders VALUES (" + (10 + i) + ", 'acme')");
    }
    assertThatThrownBy(() -> shop.fence.close(M1, Duration.ofSeconds(2)))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("pid " + text(holders.get(0), "SELECT pg_backend_pid()"))
        .hasMessageContaining("pid " + text(holders.get(1), "SELECT pg_backend_pid()"))
        .hasMessageContaining("application till 0, user app, idle in transaction for")
        .hasMessageContaining("acme had not ended its writes at us_east after 2 s");
    assertThat(shop.state(M1)).isEqualTo("arming");
    assertThat(shop.fence.lift(M1)).as("the triggers are still held").isFalse();
    run(shop.app(), "INSERT INTO orders VALUES (12, 'acme')");
    for (Connection holder : holders) {
      run(holder, "COMMIT");
    }
    assertThat(shop.fence.lift(M1)).isTrue();
  }

  @Test
  void aPreparedTransactionIsNamedAsAHolder() throws SQLException {
    shop.arm(M1);
    Connection app = shop.app();
    run(app, "BEGIN; INSERT INTO orders VALUES (10, 'acme'); PREPARE TRANSACTION 'till'");
    assertThatThrownBy(() -> shop.fence.close(M1, Duration.ofSeconds(1)))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("prepared transaction till");
    run(app, "COMMIT PREPARED 'till'");
    assertThat(shop.fence.close(M1, DRAIN)).isNotNull();
  }

  @Test
  void theAnnouncementOfADeadMoverLapses() throws SQLException {
    shop.arm(M1);
    new GuardDrain(shop.cells.source(M1), M1, DRAIN, Shop.LEASE).announce();
    assertRefused(shop.app(), "INSERT INTO orders VALUES (11, 'acme')");
    run(shop.superuser(), "UPDATE _rehome.announced SET until = clock_timestamp()");
    run(shop.app(), "INSERT INTO orders VALUES (11, 'acme')");
  }

  @Test
  void aSecondCloseGoesOnWhereTheFirstWas() throws SQLException {
    Fenced first = shop.fence.close(M1, DRAIN);
    Fenced second = shop.fence.close(M1, DRAIN);
    assertThat(second.since()).isEqualTo(first.since());
    assertThat(shop.state(M1)).isEqualTo("closed");
  }
}
