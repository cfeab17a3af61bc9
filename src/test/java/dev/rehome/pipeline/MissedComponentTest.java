package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Stopped;
import dev.rehome.model.Tenant;
import dev.rehome.sandbox.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A move has the components that PREFLIGHT recorded, whatever a route or a worker leaves out. */
class MissedComponentTest {
  @TempDir static Path directory;
  @TempDir Path edited;
  private static PostgresServer server;

  private final FakeComponent rows = new FakeComponent("postgres");
  private final FakeComponent objects = new FakeComponent("objects");

  @BeforeAll
  static void startServer() throws java.io.IOException {
    server = PostgresServer.start(directory.resolve("control"), Map.of());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static Pipeline start(Path routes, FakeComponent... stores) {
    return FakePipeline.start(server, directory, routes, Map.of(), stores);
  }

  private static void submit(Pipeline pipeline, String job, String tenant) {
    pipeline.submit(new Job(job, Tenant.named(tenant), "a", "b", Options.NONE, "test"));
  }

  private static Word ended(Pipeline pipeline, String job) {
    History history = pipeline.wiring().history();
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> history.job(job).orElseThrow().word(), Optional::isPresent)
        .orElseThrow();
  }

  private static Moved move(Pipeline pipeline, String job) {
    History history = pipeline.wiring().history();
    return history.move(history.job(job).orElseThrow().move().orElseThrow()).orElseThrow();
  }

  /** Waits until as many workers have taken the move. */
  private static void taken(Pipeline pipeline, String job, int times) {
    await().atMost(Duration.ofSeconds(60)).until(() -> epoch(pipeline, job) >= times);
  }

  private static long epoch(Pipeline pipeline, String job) {
    return pipeline
        .wiring()
        .control()
        .call(
            jdbc ->
                jdbc.sql("SELECT epoch FROM _system.leases WHERE move = :move")
                    .param("move", move(pipeline, job).move())
                    .query(Long.class)
                    .single());
  }

  @Test
  void aWorkerWhoseSettingsLackAComponentLeavesTheMoveToOneThatHasIt() {
    rows.whileCopying =
        chunk -> {
          throw new Stopped("planted");
        };
    Pipeline first = start(Path.of("routes"), rows, objects);
    submit(first, "j1", "acme");
    taken(first, "j1", 2);
    first.stop(Duration.ofSeconds(10));
    FakeComponent rowsOfSecond = new FakeComponent("postgres");
    Pipeline second = start(Path.of("routes"), rowsOfSecond);
    taken(second, "j1", (int) epoch(second, "j1") + 2);
    Moved left = move(second, "j1");
    second.stop(Duration.ofSeconds(10));
    assertThat(left.phase()).isEqualTo("SNAPSHOT");
    assertThat(left.status()).isEqualTo("running");
    assertThat(rowsOfSecond.calls).isEmpty();
    rows.whileCopying = chunk -> {};
    Pipeline third = start(Path.of("routes"), rows, objects);
    assertThat(ended(third, "j1")).isEqualTo(Word.MOVED);
    third.stop(Duration.ofSeconds(10));
    assertThat(objects.copied).hasSize(10);
  }

  @Test
  void aMoveIsNotSaidToBeCleanWhereARouteLeavesATargetAsItIs() {
    objects.equal = false;
    EditedRoutes routes =
        EditedRoutes.in(edited)
            .replace(
                "rollback",
                "discard-components",
                "to: {id: edited, uri: \"direct:discard-postgres\"}");
    Pipeline lacking = start(routes.folder(), rows, objects);
    submit(lacking, "j2", "globex");
    assertThat(ended(lacking, "j2")).isEqualTo(Word.ABORTED);
    long now = epoch(lacking, "j2");
    taken(lacking, "j2", (int) now + 1);
    assertThat(move(lacking, "j2").cleanUp()).isEqualTo("pending");
    lacking.stop(Duration.ofSeconds(10));
    assertThat(objects.calls).contains("lift").doesNotContain("discard");
    Pipeline whole = start(Path.of("routes"), rows, objects);
    await().atMost(Duration.ofSeconds(60)).until(() -> move(whole, "j2").cleanUp().equals("done"));
    whole.stop(Duration.ofSeconds(10));
    assertThat(objects.calls).contains("discard");
  }
}
