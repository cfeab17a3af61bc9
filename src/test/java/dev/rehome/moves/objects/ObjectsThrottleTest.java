package dev.rehome.moves.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Options;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.SandboxObjects;
import dev.rehome.sandbox.Servers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Objects leave no faster than they may, and a wish is obeyed in the middle of a chunk of them. */
final class ObjectsThrottleTest {
  private static final int OBJECTS = 100;
  private static final int BYTES = 128 << 10;

  private SandboxObjects store;

  @BeforeEach
  void start() throws Exception {
    store = SandboxObjects.start(Files.createTempDirectory("rehome-objects-"));
    for (int i = 0; i < OBJECTS; i++) {
      int number = i;
      store
          .client()
          .putObject(
              c -> c.bucket("app-shared").key("tenants/acme/" + number),
              RequestBody.fromBytes(new byte[BYTES]));
    }
  }

  @AfterEach
  void end() {
    store.close();
  }

  private Scene scene(String bytesPerSecond) throws Exception {
    return new Scene(
        Servers.fresh(2_000).with(store),
        Map.of("rehome.cell.us_east.copy-bytes-per-second-max", bytesPerSecond));
  }

  private static String submit(Scene scene) {
    return scene.submit(
        "j1", Scene.SOURCE, Scene.TARGET, Options.NONE.accepting(List.of("objects")));
  }

  private int arrived() {
    return store.client().listObjectsV2(c -> c.bucket("acme-files")).keyCount();
  }

  @Test
  void theyAreNotCopiedFasterThanTheCellAllows() throws Exception {
    try (Scene scene = scene("2MiB")) {
      String move = submit(scene);
      long begin = System.nanoTime();
      Moved end = scene.startAgain(move);
      assertThat(end.status()).as(end.message()).isEqualTo("done");
      // 12.5 MiB, less what may go at once
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(5));
      assertThat(arrived()).isEqualTo(OBJECTS);
    }
  }

  @Test
  void aRollbackDoesNotWaitForTheRestOfTheChunk() throws Exception {
    try (Scene scene = scene("128KiB")) {
      String move = submit(scene);
      try (MoverProcess mover = scene.mover(move, "")) {
        await().atMost(Duration.ofSeconds(60)).until(() -> arrived() > 3);
        scene.wish(move, Wish.ROLLBACK);
        assertThat(mover.ended()).as(mover.log()).isZero();
      }
      Moved end = scene.history().move(move).orElseThrow();
      assertThat(end.status()).isEqualTo("rolled_back");
      // all of it would have taken a minute and a half
      assertThat(Duration.between(end.startedAt(), end.updatedAt()))
          .isLessThan(Duration.ofSeconds(70));
      assertThat(arrived()).isZero();
    }
  }
}
