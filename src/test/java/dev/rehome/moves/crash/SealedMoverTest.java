package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Servers;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The mover dies when the guard has no deadline any more: status says that the tenant waits, and
 * another machine, which shares nothing with this one but the settings, lets it write again.
 */
final class SealedMoverTest {
  @TempDir Path elsewhere;

  @ParameterizedTest
  @ValueSource(strings = {"cutover-sealed", "cutover-durable"})
  void anotherMachineLetsTheTenantWriteAgain(String place) throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), Map.of("rehome.fence-lease-seconds", "20"));
        Connection east = scene.sandbox().connect(Scene.SOURCE);
        Connection west = scene.sandbox().connect(Scene.TARGET)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      assertThat(scene.mover(move, place).ended()).isEqualTo(MoverProcess.KILLED);
      Path settings = settings(scene);
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("RH001");
      Thread.sleep(2_500); // the dead one's lease
      assertThat(said(settings, "status"))
          .contains("lives no more")
          .contains(
              "until then acme may write at neither cell: the guard is sealed, and has no deadline;"
                  + " rehome rollback acme, on any machine with these settings, lets it write at"
                  + " us_east again");
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("RH001");
      assertThat(said(settings, "rollback")).contains("ROLLED_BACK acme, us_east serves");
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("passes");
      Aftermath.undone(scene, east, west);
      assertThat(said(settings, "status")).doesNotContain("may write at neither cell");
    }
  }

  private static String said(Path settings, String command) throws Exception {
    try (MoverProcess process = MoverProcess.command(settings, command, "acme")) {
      assertThat(process.ended()).as(process.log()).isZero();
      return process.log();
    }
  }

  /** Folders are a machine's own. */
  private Path settings(Scene scene) throws Exception {
    Properties all = scene.properties();
    all.setProperty("rehome.inbox-directory", elsewhere.resolve("inbox").toString());
    all.setProperty("rehome.snapshot-directory", elsewhere.resolve("snapshots").toString());
    Path file = elsewhere.resolve("application.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      all.store(writer, null);
    }
    return file;
  }
}
