package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.History;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.sandbox.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another server takes a store's place in the middle of a move: it is undone. */
class FailoverTest {
  @TempDir static Path directory;
  private static PostgresServer server;

  private final FakeComponent store = new FakeComponent();
  private Pipeline pipeline;

  @BeforeAll
  static void startServer() throws java.io.IOException {
    server = PostgresServer.start(directory.resolve("control"), Map.of());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void start() {
    pipeline = FakePipeline.start(server, directory, Path.of("routes"), Map.of(), store);
  }

  @AfterEach
  void stop() {
    pipeline.stop(Duration.ofSeconds(20));
  }

  private Submitted move(String tenant) {
    pipeline.submit(new Job("j-" + tenant, Tenant.named(tenant), "a", "b", Options.NONE, "test"));
    History history = pipeline.wiring().history();
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> history.job("j-" + tenant).orElseThrow(), now -> now.word().isPresent());
  }

  private void undone(String tenant, String side, String server) {
    Submitted undone = move(tenant);
    assertThat(undone.word()).as(undone.message()).contains(Word.ABORTED);
    assertThat(undone.message())
        .contains("a store is no longer the one that was drained")
        .contains("identity.postgres " + side + "=" + server);
    assertThat(pipeline.wiring().history().placement(tenant)).contains("a");
    assertThat(store.calls).contains("lift").doesNotContain("open");
  }

  @ParameterizedTest
  @CsvSource({
    "system identifier, source, 7009/00000001/app",
    "timeline, source, 7001/00000002/app",
    "timeline, target, 7002/00000002/app"
  })
  void betweenDrainAndCutover(String what, String side, String server) {
    store.whileCopying = chunk -> store.servers.put(side, server);
    undone(what.substring(0, 6).strip() + "-" + side, side, server);
    assertThat(store.calls).doesNotContain("seal");
  }

  @Test
  void betweenCutoverAndThePointOfNoReturn() {
    store.whenSealed = () -> store.servers.put("source", "7001/00000002/app");
    undone("late", "source", "7001/00000002/app");
  }

  @Test
  void nobodyMindsWhatStaysTheSame() {
    assertThat(move("same").word()).contains(Word.MOVED);
  }
}
