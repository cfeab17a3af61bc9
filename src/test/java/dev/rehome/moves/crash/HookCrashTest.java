package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.moves.hooks.Told;
import dev.rehome.sandbox.Servers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mover is killed right after it told the application: the next one tells it again. */
class HookCrashTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "hook-drained, aborted, drain us_east|resume us_east",
    "hook-switched, done, drain us_east|switch us_west|switch us_west|resume us_west",
    "hook-resumed, done, drain us_east|switch us_west|resume us_west|resume us_west"
  })
  void theNextMoverTellsItAgain(String place, String status, String calls) throws Exception {
    Told told = new Told(folder);
    try (Scene scene = new Scene(Servers.fresh(2_000), told.settings(Map.of()))) {
      assertThat(afterDeath(scene, place).status()).isEqualTo(status);
      assertThat(told.calls()).containsExactly(calls.split("\\|"));
    }
  }

  @Test
  void theSourceToo() throws Exception {
    Told told = new Told(folder);
    String fails = told.program("fails", "exit 1");
    Map<String, String> settings =
        told.settings(Map.of("rehome.cell.us_west.hooks.switch.command", fails));
    try (Scene scene = new Scene(Servers.fresh(2_000), settings)) {
      assertThat(afterDeath(scene, "hook-resumed").status()).isEqualTo("aborted");
      assertThat(told.calls())
          .containsExactly("drain us_east", "switch us_west", "resume us_east", "resume us_east");
    }
  }

  private static Moved afterDeath(Scene scene, String place) throws Exception {
    String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
    try (MoverProcess mover = scene.mover(move, place)) {
      assertThat(mover.ended()).as(mover.log()).isEqualTo(MoverProcess.KILLED);
    }
    Aftermath.checkBetween(scene, move);
    Moved end = scene.startAgain(move);
    Aftermath.check(scene, end);
    return end;
  }
}
