package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverMain;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command {@code move} is stopped while it copies, {@code run} takes its move over and ends it,
 * and then the command wakes: what it has in hand is written to an artifact that nobody keeps.
 */
final class SleepingCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"chunk-claimed", "artifact-begun"})
  void noArtifactIsLeftWhenAMoveWakesThatRunHasEnded(String place) throws Exception {
    try (Scene scene =
        new Scene(Servers.fresh(2_000), Map.of("rehome.fence-lease-seconds", "120"))) {
      MoverProcess sleeper =
          scene.commandAsleepAt(
              place, "move", "acme", "--from", Scene.SOURCE, "--to", Scene.TARGET, "--id", "j1");
      sleeper.asleep();
      String move = scene.history().job("j1").orElseThrow().move().orElseThrow();
      try (MoverProcess run = scene.command("run")) {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> MoverMain.ended(scene.history(), move) || !run.alive());
        Moved end = scene.history().move(move).orElseThrow();
        assertThat(end.status()).as("%s%n%s", end.message(), run.log()).isEqualTo("done");
        Path artifact = scene.settings().snapshots().resolve(move);
        assertThat(artifact).doesNotExist();
        sleeper.signal("CONT");
        assertThat(sleeper.ended()).as(sleeper.log()).isZero();
        assertThat(sleeper.log()).contains("MOVED");
        assertThat(artifact).doesNotExist();
        run.signal("TERM");
        assertThat(run.ended()).as(run.log()).isZero();
        Aftermath.check(scene, end);
      }
    }
  }
}
