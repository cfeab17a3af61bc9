package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.read.Moved;
import dev.rehome.model.FailPoint;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.moves.TenantRows;
import dev.rehome.sandbox.Servers;
import dev.rehome.sandbox.product.Writers;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The mover is killed while the tenant is fenced, and nobody starts another. */
final class DeadMoverTest {
  private static final int LEASE_SECONDS = 5;

  @ParameterizedTest
  @EnumSource(names = {"GUARD_CLOSED", "SNAPSHOT_DURABLE"})
  void theTenantWritesAgainWithinTheLeaseAndTheMoveIsUndone(FailPoint place) throws Exception {
    Map<String, String> lease = Map.of("rehome.fence-lease-seconds", "" + LEASE_SECONDS);
    try (Scene scene = new Scene(Servers.fresh(2_000), lease);
        Connection east = scene.sandbox().connect(Scene.SOURCE);
        Connection west = scene.sandbox().connect(Scene.TARGET);
        Writers writers =
            Writers.start(
                "acme",
                2,
                Connection.TRANSACTION_READ_COMMITTED,
                () -> scene.sandbox().productUrl(Scene.SOURCE, "acme"))) {
      writers.awaitAcknowledged(5);
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      assertThat(scene.mover(move, place.label()).ended()).isEqualTo(MoverProcess.KILLED);
      long killed = System.nanoTime();
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("RH001");
      writers.awaitAcknowledged(5);
      Duration refused = Duration.ofNanos(System.nanoTime() - killed);
      assertThat(refused).isLessThan(Duration.ofSeconds(LEASE_SECONDS + 2));
      System.out.println(place + ": the tenant wrote again after " + refused.toMillis() + " ms");
      Moved end = scene.startAgain(move);
      assertThat(end.status()).as(end.message()).isEqualTo("aborted");
      writers.awaitAcknowledged(5);
      writers.stop();
      try (Connection product = scene.sandbox().product(Scene.SOURCE, "acme")) {
        assertThat(writers.missing(product)).isEmpty();
        assertThat(writers.surplus(product)).isEmpty();
      }
      Aftermath.undone(scene, east, west);
      assertThat(TenantRows.of(east, Scene.SCHEMA, "globex")).isEqualTo(scene.globex());
    }
  }
}
