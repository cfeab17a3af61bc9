package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Needed;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Options;
import dev.rehome.postgres.artifact.Psql;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The artifact of a whole move: kept, made by two workers, and on a disk that is full. */
final class ArtifactOfMoveTest {
  private static final Options KEEP =
      new Options(OptionalInt.empty(), OptionalInt.empty(), true, false, false, List.of());

  @TempDir Path folder;

  @Test
  void keptItHoldsTheTenantAlsoWhenTheFirstWorkerWasKilledOnAnotherMachine() throws Exception {
    kept("snapshot-durable", true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"artifact-file-sealed#9", "artifact-scripts-written", "artifact-manifest-written"})
  @Tag("long")
  void orWasKilledWhileHeWroteIt(String place) throws Exception {
    kept(place, false);
  }

  private void kept(String place, boolean elsewhere) throws Exception {
    Sandbox sandbox = Servers.fresh(2_000);
    try (Scene scene = new Scene(sandbox, Map.of())) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET, KEEP);
      Path artifact = scene.settings().snapshots().resolve(move);
      try (MoverProcess mover = scene.mover(move, place)) {
        assertThat(mover.ended()).as(mover.log()).isEqualTo(MoverProcess.KILLED);
      }
      assertThat(artifact).isDirectory();
      if (elsewhere) {
        Files.move(artifact, folder.resolve("elsewhere"));
      }
      Moved end = scene.startAgain(move);
      assertThat(end.status()).as(end.message()).isEqualTo("done");
      assertThat(end.message()).isEqualTo("the artifact is in " + artifact);
      Psql copy =
          new Psql(sandbox.server("us_east").superuser(), "restored_" + move.replace('-', '_'));
      try (Connection restored = copy.restore(artifact).open();
          Connection east = sandbox.connect(Scene.SOURCE)) {
        assertThat(TenantRows.all(restored, Scene.SCHEMA)).isEqualTo(scene.acme());
        assertThat(copy.ask("SELECT count(*) FROM pg_indexes WHERE schemaname = 'shared_schema'"))
            .isEqualTo(
                Product.column(
                    east, "SELECT count(*) FROM pg_indexes WHERE schemaname = 'shared_schema'"));
      }
    }
  }

  @Test
  void aFullDiskUndoesTheMoveAndLeavesNothing() throws Exception {
    Needed.ofTheMachine(
        "the right to mount",
        status("mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", folder.toString()) == 0);
    Sandbox sandbox = Servers.fresh(2_000);
    Map<String, String> full = Map.of("rehome.snapshot-directory", folder.toString());
    try (Scene scene = new Scene(sandbox, full)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      Moved end = scene.startAgain(move);
      assertThat(end.status()).isEqualTo("aborted");
      assertThat(end.message())
          .contains(folder.resolve(move).resolve("rows").toString())
          .contains("No space left on device")
          .contains("rehome.snapshot-write = false");
      Aftermath.check(scene, end);
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).isEmpty();
      }
    } finally {
      assertThat(status("umount", folder.toString())).isZero();
    }
  }

  @Test
  void aJobThatKeepsWhatNobodyWritesIsRefused() throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), Map.of("rehome.snapshot-write", "false"))) {
      Moved refused = scene.startAgain(scene.submit("j1", Scene.SOURCE, Scene.TARGET, KEEP));
      assertThat(refused.status()).isEqualTo("refused");
      assertThat(refused.message()).contains("keep-snapshot", "rehome.snapshot-write = false");
      Moved moved = scene.startAgain(scene.submit("j2", Scene.SOURCE, Scene.TARGET));
      assertThat(moved.status()).as(moved.message()).isEqualTo("done");
      assertThat(scene.settings().snapshots()).doesNotExist();
    }
  }

  private static int status(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
