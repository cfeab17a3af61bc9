package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.Mover;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mover dies after the cutover, then the source's server is stopped, then a mover starts. */
final class StoppedSourceTest {
  /** For the patience with a silent source, a mover's start, and a machine that is busy. */
  private static final Duration BOUND = Duration.ofMinutes(2);

  @TempDir Path directory;
  private SandboxServers servers;
  private Scene scene;

  @BeforeEach
  void start() throws Exception {
    servers = SandboxServers.start(directory, Map.of());
    Sandbox sandbox = Sandbox.create(servers, "", directory.resolve("files"), 2_000);
    scene = new Scene(sandbox, Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    scene.close();
    servers.close();
  }

  /** A move whose worker was killed there, and whose source's server is stopped. */
  private String leftAt(String place) throws Exception {
    String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
    try (MoverProcess mover = scene.mover(move, place)) {
      assertThat(mover.ended()).as(mover.log()).isEqualTo(MoverProcess.KILLED);
    }
    assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo("RH001");
    servers.shared().stop();
    return move;
  }

  private Moved now(String move) {
    return scene.history().move(move).orElseThrow();
  }

  private String status() throws Exception {
    try (MoverProcess process = scene.command("status", "acme")) {
      assertThat(process.ended()).as(process.log()).isZero();
      return process.log();
    }
  }

  private void awaitMessage(String move, String part) {
    await().atMost(BOUND).untilAsserted(() -> assertThat(now(move).message()).contains(part));
  }

  private void awaitWritesAtTheTarget(String place) {
    long begun = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(250))
        .atMost(BOUND)
        .untilAsserted(() -> assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo("passes"));
    System.out.printf(
        "%s, source stopped: writes pass at the target after %d ms%n",
        place, (System.nanoTime() - begun) / 1_000_000);
  }

  /** Once the source is back, the move ends moved, and the source refuses the tenant. */
  private void endsMoved(Mover mover, String move) throws Exception {
    servers.shared().restart();
    Moved end = mover.finished(move);
    assertThat(end.status()).as(end.message()).isEqualTo("done");
    assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("RH001");
  }

  @Test
  void afterThePointOfNoReturnTheTenantWritesAtTheTargetAndTheMoveWaitsForTheSource()
      throws Exception {
    String move = leftAt("resume-intent");
    try (Mover mover = new Mover(scene.settings(), move)) {
      awaitWritesAtTheTarget("resume-intent");
      String waits = "acme writes at us_west; what is left to do is tried again: us_east: ";
      awaitMessage(move, waits);
      assertThat(status()).contains(waits);
      assertThat(now(move).status()).isEqualTo("running");
      assertThat(scene.history().placement("acme")).contains(Scene.TARGET);
      endsMoved(mover, move);
    }
    Aftermath.check(scene, now(move));
  }

  @Test
  void beforeItThePlacementStaysAndTheTenantWritesAtTheTarget() throws Exception {
    String move = leftAt("cutover-durable");
    try (Mover mover = new Mover(scene.settings(), move)) {
      awaitWritesAtTheTarget("cutover-durable");
      assertThat(scene.history().placement("acme")).contains(Scene.TARGET);
      endsMoved(mover, move);
    }
    Aftermath.check(scene, now(move));
    assertThat(messages(move))
        .anyMatch(line -> line.matches("RESUME INTENT: us_east does not answer: .* let in"));
  }

  @Test
  void whoWantsTheWayBackToItIsToldSoAndTheTargetOpens() throws Exception {
    String move = leftAt("cutover-durable");
    scene.wish(move, Wish.ROLLBACK);
    try (Mover mover = new Mover(scene.settings(), move)) {
      awaitMessage(move, "the wish is taken back");
      assertThat(scene.history().placement("acme")).contains(Scene.TARGET);
      servers.shared().restart();
      assertThat(mover.finished(move).status()).isEqualTo("done");
    }
    Aftermath.check(scene, now(move));
  }

  private List<String> messages(String move) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection control = scene.sandbox().connect("control");
        Statement statement = control.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT phase || ' ' || mark || ': ' || message FROM _system.journal WHERE move = '%s'"
                    .formatted(move))) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }
}
