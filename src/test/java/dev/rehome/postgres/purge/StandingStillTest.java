package dev.rehome.postgres.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.postgres.guard.PostgresFence;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A purge whose transaction takes as long as it likes: the fences of other tenants go on. */
class StandingStillTest {
  /** The predicate waits, however long, while somebody has lock 77 alone. */
  private static final String TABLES =
      """
      CREATE TABLE orders (id int PRIMARY KEY, tenant_id text);
      CREATE TABLE lines (id int PRIMARY KEY, order_id int);
      CREATE FUNCTION waits() RETURNS boolean LANGUAGE plpgsql AS $$BEGIN
        PERFORM set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(77); RETURN true;
      END$$
      """;

  private static final String ROWS =
      "INSERT INTO orders VALUES (1, 'acme'), (2, 'globex'); INSERT INTO lines VALUES (1, 1), (2,"
          + " 2)";

  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted";

  private static final Duration LEASE = Duration.ofSeconds(60);

  @Test
  void theFenceOfANeighbourIsClosedRenewedAndSealedMeanwhile() throws Exception {
    Setting setting =
        Setting.ROW.predicate(
            "lines",
            "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id) AND waits()");
    try (Departed acme = new Departed(setting, TABLES, ROWS)) {
      Move globex = neighbour();
      PostgresFence fence = new PostgresFence(acme.cells.cells(), acme.cells::scope, LEASE);
      fence.close(globex, Duration.ofSeconds(10));
      PostgresSide source = acme.cells.cells().source(globex);
      acme.purge.take(acme.left);
      CompletableFuture<Long> purge;
      try (Connection superuser = acme.cells.connectSource();
          Statement session = superuser.createStatement()) {
        session.execute("SELECT pg_advisory_lock(77)");
        purge = CompletableFuture.supplyAsync(() -> acme.purge.next(acme.left.asBegun()));
        await().until(() -> purge.isDone() || !acme.cells.source(WAITING).equals("0"));
        assertThat(ensured(source)).as("as a move enters the cell").isTrue();
        assertThat(fence.renew(globex, LEASE)).isTrue();
        assertThat(fence.seal(globex)).isTrue();
        boolean gone = source.transaction(Bookkeeping::dropIfUnused);
        assertThat(gone).as("as a move leaves the cell").isFalse();
        assertThat(purge).isNotDone();
      }
      assertThat(purge.get()).isPositive();
    }
  }

  private static boolean ensured(PostgresSide source) {
    return source.transaction(
        connection -> {
          connection.createStatement().execute("SET LOCAL lock_timeout = '5s'");
          Bookkeeping.ensure(connection);
          return true;
        });
  }

  private static Move neighbour() {
    Move acme = TwoDatabases.move(1, Options.NONE);
    return new Move(
        "m2",
        "j2",
        Tenant.named("globex"),
        acme.source(),
        acme.target(),
        acme.options(),
        1,
        acme.position());
  }
}
