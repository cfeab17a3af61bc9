package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Servers;
import dev.rehome.sandbox.product.Writers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mover is killed in COPY, and nobody starts another for a while: the tenant never notices. */
final class CopyCrashTest {
  private static final List<Integer> ISOLATIONS =
      List.of(
          Connection.TRANSACTION_READ_COMMITTED,
          Connection.TRANSACTION_REPEATABLE_READ,
          Connection.TRANSACTION_SERIALIZABLE);

  @ParameterizedTest
  @ValueSource(strings = {"guard-triggers-of-table-put-up#3", "copy-durable"})
  void nothingIsLeftWhenItIsUndone(String place) throws Exception {
    undone(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy-intent",
        "copy-snapshot-held",
        "copy-planned",
        "copy-lease-entered",
        "copy-chunk-written",
        "copy-chunk-committed",
        "chunk-copied#2",
        "chunk-confirmed#9",
        "copy-index-built#4",
        "copy-target-prepared",
        "guard-row-inserted",
        "guard-triggers-put-up",
        "copy-prepared"
      })
  @Tag("long")
  void whereverItWas(String place) throws Exception {
    undone(place);
  }

  private static void undone(String place) throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), Map.of());
        Connection east = scene.sandbox().connect(Scene.SOURCE);
        Connection west = scene.sandbox().connect(Scene.TARGET);
        Tenants acme = new Tenants(scene)) {
      acme.writesOn();
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      try (MoverProcess mover = scene.mover(move, place)) {
        assertThat(mover.ended()).as(mover.log()).isEqualTo(MoverProcess.KILLED);
      }
      assertThat(scene.history().move(move).orElseThrow().phase()).isEqualTo("COPY");
      acme.writesOn();
      scene.wish(move, Wish.ROLLBACK);
      Moved end = scene.startAgain(move);
      assertThat(end.status()).as(end.message()).isEqualTo("rolled_back");
      assertThat(scene.history().pause(move)).isEmpty();
      acme.writesOn();
      acme.stop();
      Aftermath.undone(scene, east, west);
    }
  }

  /** Writers of acme at every isolation, who are refused by nobody. */
  private record Tenants(Scene scene, List<Writers> writers) implements AutoCloseable {
    Tenants(Scene scene) {
      this(
          scene,
          ISOLATIONS.stream()
              .map(
                  isolation ->
                      Writers.start(
                          "acme",
                          1,
                          isolation,
                          () -> scene.sandbox().productUrl(Scene.SOURCE, "acme")))
              .toList());
    }

    void writesOn() throws InterruptedException {
      for (Writers one : writers) {
        one.awaitAcknowledged(10);
      }
    }

    void stop() throws SQLException, InterruptedException {
      for (Writers one : writers) {
        one.stop();
        assertThat(one.ledger().refusals()).isEmpty();
        try (Connection product = scene.sandbox().product(Scene.SOURCE, "acme")) {
          assertThat(one.missing(product)).isEmpty();
          assertThat(one.surplus(product)).isEmpty();
        }
      }
    }

    @Override
    public void close() {
      writers.forEach(Writers::close);
    }
  }
}
