package dev.rehome.moves.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.moves.hooks.Listening;
import dev.rehome.moves.objects.FileWriter.Place;
import dev.rehome.sandbox.SandboxObjects;
import dev.rehome.sandbox.Servers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application adds, writes again and deletes files during whole moves. */
final class FileWriterTest {
  private static final Place EAST = new Place("app-shared", "tenants/acme/");
  private static final Place WEST = new Place("acme-files", "files/");

  private SandboxObjects store;
  private Listening application;
  private Scene scene;
  private FileWriter writer;

  @BeforeEach
  void start() throws Exception {
    store = SandboxObjects.start(Files.createTempDirectory("rehome-objects-"));
    application = new Listening();
    Map<String, String> settings = application.settings();
    for (String cell : List.of(Scene.SOURCE, Scene.TARGET)) {
      settings.put("rehome.cell." + cell + ".hooks.drain.command", "");
    }
    scene = new Scene(Servers.fresh(2_000).with(store), settings);
    writer = new FileWriter(store.client(), EAST);
    written(200);
  }

  @AfterEach
  void end() throws Exception {
    writer.close();
    scene.close();
    application.close();
    store.close();
  }

  private void written(long more) {
    long before = writer.writes();
    await().atMost(Duration.ofSeconds(60)).until(() -> writer.writes() >= before + more);
  }

  private Moved move() throws Exception {
    return scene.startAgain(scene.submit("j1", Scene.SOURCE, Scene.TARGET));
  }

  @Test
  void whatWasWrittenUntilTheDrainArrivesAndWhatIsWrittenAfterItToo() throws Exception {
    application.doing("drain us_east", writer::drain);
    application.doing(
        "resume us_west",
        () -> {
          assertThat(writer.at(WEST)).isEqualTo(writer.acknowledged());
          writer.resume(WEST);
        });
    Moved end = move();
    assertThat(end.status()).as(end.message()).isEqualTo("done");
    written(50);
    writer.close();
    assertThat(writer.at(WEST)).isEqualTo(writer.acknowledged()).hasSizeGreaterThan(30);
    Aftermath.check(scene, end);
  }

  @Test
  void aWriterThatIsNotHeldUpUndoesTheMoveAndLosesNothing() throws Exception {
    application.doing("resume us_east", () -> writer.resume(EAST));
    Moved end = move();
    assertThat(end.status()).isEqualTo("aborted");
    assertThat(end.message()).contains("written-").contains("during the move");
    written(50);
    writer.close();
    assertThat(writer.at(EAST)).isEqualTo(writer.acknowledged()).hasSizeGreaterThan(30);
    assertThat(writer.at(WEST)).isEqualTo(Map.of());
    Aftermath.check(scene, end);
  }

  @Test
  void aRehearsalIsProvenWhileFilesAreWritten() throws Exception {
    Moved end = scene.startAgain(scene.submitRehearsal("j1"));
    assertThat(end.status()).as(end.message()).isEqualTo("rolled_back");
    assertThat(end.message()).startsWith("rehearsed ");
    writer.close();
    assertThat(writer.at(EAST)).isEqualTo(writer.acknowledged()).hasSizeGreaterThan(30);
    assertThat(writer.at(WEST)).isEqualTo(Map.of());
  }

  @Test
  void oneFileWrittenAfterTheCopyUndoesTheMove() throws Exception {
    application.doing("drain us_east", writer::drain);
    application.doing("resume us_east", () -> writer.resume(EAST));
    String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
    // stopped when all is copied, one object is written, and a new mover goes on
    try (MoverProcess mover = scene.mover(move, "objects-chunk-recorded")) {
      assertThat(mover.ended()).as(mover.log()).isEqualTo(137);
    }
    store
        .client()
        .putObject(
            c -> c.bucket(EAST.bucket()).key(EAST.prefix() + "late"),
            software.amazon.awssdk.core.sync.RequestBody.fromString("late"));
    Moved end = scene.startAgain(move);
    assertThat(end.status()).isEqualTo("aborted");
    assertThat(end.message()).contains("changed: late (new)");
    assertThat(writer.at(WEST)).isEqualTo(Map.of());
    Aftermath.check(scene, end);
  }
}
