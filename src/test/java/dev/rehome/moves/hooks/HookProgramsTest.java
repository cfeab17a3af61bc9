package dev.rehome.moves.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Scene;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.sandbox.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with programs: what they fail to do is undone, or tried again. */
class HookProgramsTest {
  private static final String DRAIN = "rehome.cell.us_east.hooks.drain.command";
  private static final String SWITCH = "rehome.cell.us_west.hooks.switch.command";
  private static final String RESUME = "rehome.cell.us_west.hooks.resume.command";

  @TempDir Path folder;
  private Told told;

  @BeforeEach
  void told() {
    told = new Told(folder);
  }

  private Scene scene(Map<String, String> others) throws Exception {
    return new Scene(Servers.fresh(2_000), told.settings(others));
  }

  @Test
  void aDrainThatFailsIsUndoneAndItsLastLineIsTold() throws Exception {
    String fails =
        told.program("fails", "echo at first\necho \"no: $1 $2, password mover\"\necho; exit 3");
    try (Scene scene = scene(Map.of(DRAIN, fails))) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      Moved end = scene.startAgain(move);
      assertThat(end.status()).isEqualTo("aborted");
      assertThat(end.message())
          .contains("hook drain of us_east (fails): exit status 3: no: an argument $HOME, password")
          .doesNotContain(
              scene
                      .settings()
                      .cell("us_east")
                      .orElseThrow()
                      .part(PostgresCell.class)
                      .orElseThrow()
                      .database()
                      .password()
                  + " ");
      assertThat(told.calls()).containsExactly("drain us_east", "resume us_east");
      assertThat(told.lines("drain.env"))
          .containsExactly(
              "REHOME_CELL=us_east",
              "REHOME_EPOCH=1",
              "REHOME_HOOK=drain",
              "REHOME_MOVE=" + move,
              "REHOME_SOURCE=us_east",
              "REHOME_TARGET=us_west",
              "REHOME_TENANT=acme",
              "REHOME_TENANT_ID=acme");
      assertThat(told.lines("resume.env")).contains("REHOME_EPOCH=2", "REHOME_CELL=us_east");
      Aftermath.check(scene, end);
    }
  }

  @Test
  void aDrainThatTakesTooLongIsKilledWithItsChildren() throws Exception {
    String hangs =
        told.program("hangs", "sleep 300 &\necho $! > '" + folder + "/pid'\necho waiting\nwait");
    Map<String, String> more = new HashMap<>(Map.of(DRAIN, hangs));
    more.put("rehome.drain-timeout-seconds", "2");
    try (Scene scene = scene(more)) {
      Moved end = scene.startAgain(scene.submit("j1", Scene.SOURCE, Scene.TARGET));
      assertThat(end.status()).isEqualTo("aborted");
      assertThat(end.message())
          .contains("hook drain of us_east (hangs): not done in ", ", killed: waiting");
      long child = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
      Aftermath.check(scene, end);
    }
  }

  @Test
  void aSwitchThatFailsIsTheWayBackAtANewEpoch() throws Exception {
    String fails = told.program("fails", "echo no; exit 1");
    try (Scene scene = scene(Map.of(SWITCH, fails))) {
      Moved end = scene.startAgain(scene.submit("j1", Scene.SOURCE, Scene.TARGET));
      assertThat(end.status()).isEqualTo("aborted");
      assertThat(end.message()).contains("hook switch of us_west (fails): exit status 1: no");
      assertThat(end.epoch()).isEqualTo(2);
      assertThat(told.calls()).containsExactly("drain us_east", "switch us_west", "resume us_east");
      Aftermath.check(scene, end);
    }
  }

  @Test
  void aResumeThatFailsTwiceIsTriedUntilItIsDone() throws Exception {
    String twice =
        told.program(
            "twice",
            "test $(grep -c resume '" + folder + "/calls') -gt 2 && exit 0\necho deaf; exit 1");
    String slow = told.program("slow", "sleep 2");
    try (Scene scene = scene(Map.of(DRAIN, slow, RESUME, twice))) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      Moved end = scene.startAgain(move);
      assertThat(end.status()).isEqualTo("done");
      assertThat(told.calls())
          .containsExactly(
              "drain us_east",
              "switch us_west",
              "resume us_west",
              "resume us_west",
              "resume us_west");
      assertThat(scene.history().pause(move).orElseThrow())
          .as("the pause begins with the application's")
          .isGreaterThan(Duration.ofSeconds(2));
      assertThat(scene.history().story(move).orElseThrow().hooks())
          .anySatisfy(
              call -> {
                assertThat(call.what()).isEqualTo("resume us_west");
                assertThat(call.outcome()).matches("done in .* s, call 3");
              });
      Aftermath.check(scene, end);
    }
  }

  @Test
  void aProgramThatIsNotThereIsAFinding() throws Exception {
    try (Scene scene = scene(Map.of(SWITCH, folder + "/nowhere now"))) {
      Moved end = scene.startAgain(scene.submit("j1", Scene.SOURCE, Scene.TARGET));
      assertThat(end.status()).isEqualTo("refused");
      assertThat(end.message())
          .contains("us_west hook switch: " + folder + "/nowhere is not a program");
      assertThat(told.calls()).isEmpty();
    }
  }

  @Test
  void aDeafApplicationKeepsTheMoveOpenAndNobodyFromWriting() throws Exception {
    String deaf = told.program("deaf", "test -e '" + folder + "/hears' || exit 1");
    try (Scene scene = scene(Map.of(RESUME, deaf))) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      try (Mover mover = new Mover(scene.settings(), move)) {
        await().atMost(Duration.ofSeconds(60)).until(() -> told.calls().contains("resume us_west"));
        assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo("passes");
        assertThat(scene.history().move(move).orElseThrow())
            .satisfies(
                open -> {
                  assertThat(open.phase()).isEqualTo("RESUME");
                  assertThat(open.status()).isEqualTo("running");
                });
        await()
            .untilAsserted(
                () ->
                    assertThat(scene.history().story(move).orElseThrow().hooks())
                        .anyMatch(call -> call.outcome().contains("(deaf): exit status 1")));
        Files.createFile(folder.resolve("hears"));
        Aftermath.check(scene, mover.finished(move));
      }
    }
  }

  @Test
  void aQueryThatIsFalseAtTheTargetIsTheWayBack() throws Exception {
    Path queries = Files.createDirectory(folder.resolve("queries"));
    Files.writeString(queries.resolve("a.sql"), "SELECT count(*) > 0 FROM orders");
    Files.writeString(queries.resolve("b.sql"), "SELECT count(*) < 0 FROM orders;\n-- end");
    Files.writeString(queries.resolve("c.sql"), "DELETE FROM orders");
    try (Scene scene = scene(Map.of("rehome.cell.us_west.query-tests", queries.toString()))) {
      Moved end = scene.startAgain(scene.submit("j1", Scene.SOURCE, Scene.TARGET));
      assertThat(end.status()).isEqualTo("aborted");
      assertThat(end.message())
          .contains("query tests at us_west failed: b.sql: the answer is false; c.sql: ")
          .contains("read-only transaction")
          .doesNotContain("a.sql");
      Aftermath.check(scene, end);
    }
  }
}
