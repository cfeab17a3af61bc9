package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.MoverMain;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The target's server crashes after the proof and comes back: what is unlogged is empty then. */
final class CrashedTargetTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "snapshot-durable, SET UNLOGGED, aborted",
    "cutover-durable, SET UNLOGGED, aborted",
    "cutover-durable, SET LOGGED, done"
  })
  void isNoticedWhereItTakesRows(String place, String logged, String status) throws Exception {
    try (SandboxServers servers = SandboxServers.start(directory, Map.of());
        Scene scene = scene(servers, logged)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess mover = scene.sleeper(move, place);
      mover.asleep();
      servers.dedicated().kill();
      servers.dedicated().restart();
      mover.signal("CONT");
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> MoverMain.ended(scene.history(), move) || !mover.alive());
      Moved end = scene.history().move(move).orElseThrow();
      assertThat(end.status()).as("%s%n%s", end.message(), mover.log()).isEqualTo(status);
      if (status.equals("aborted")) {
        assertThat(end.message())
            .contains(
                "us_west public.login_attempts: is unlogged, and its server was started again");
        assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("passes");
      }
    }
  }

  private Scene scene(SandboxServers servers, String logged) throws Exception {
    Sandbox sandbox = Sandbox.create(servers, "", directory.resolve("files"), 2_000);
    try (Connection east = sandbox.connect(Scene.SOURCE);
        Statement statement = east.createStatement()) {
      statement.execute("ALTER TABLE shared_schema.login_attempts " + logged);
    }
    return new Scene(sandbox, Map.of());
  }
}
