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
import dev.rehome.settings.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first store's fence is kept while the next one drains. */
class FenceInDrainTest {
  @TempDir static Path directory;
  private static PostgresServer server;

  private final FakeComponent rows = new FakeComponent("postgres");
  private final FakeComponent objects = new FakeComponent("objects");
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
    pipeline = FakePipeline.start(server, directory, Path.of("routes"), Map.of(), rows, objects);
  }

  @AfterEach
  void stop() {
    pipeline.stop(Duration.ofSeconds(20));
  }

  private Submitted move(String tenant, Options options) {
    pipeline.submit(new Job("j-" + tenant, Tenant.named(tenant), "a", "b", options, "test"));
    History history = pipeline.wiring().history();
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> history.job("j-" + tenant).orElseThrow(), now -> now.word().isPresent());
  }

  @Test
  void itIsRenewedWhileALaterOneDrains() {
    objects.whileClosing =
        () -> await().atMost(Duration.ofSeconds(30)).until(() -> rows.renewed.get() > 0);
    assertThat(move("kept", Options.NONE).word()).contains(Word.MOVED);
  }

  @Test
  void oneThatIsNotClosedYetIsNotAskedFor() {
    objects.unbroken = false;
    objects.whileClosing =
        () -> {
          await().atMost(Duration.ofSeconds(30)).until(() -> rows.renewed.get() > 0);
          assertThat(objects.renewed).hasValue(0);
          objects.unbroken = true;
        };
    assertThat(move("later", Options.NONE).word()).contains(Word.MOVED);
  }

  @Test
  void oneThatBreaksInTheDrainLetsTheTenantWriteAtOnce() {
    rows.unbroken = false;
    objects.whileClosing =
        () -> await().atMost(Duration.ofSeconds(30)).until(() -> rows.calls.contains("lift"));
    Submitted undone = move("broken", Options.NONE);
    assertThat(undone.word()).contains(Word.ABORTED);
    assertThat(undone.message()).contains("the guard of broken on a is broken");
    assertThat(objects.calls).doesNotContain("plan");
  }

  @Test
  void aJobMayNotDrainForLongerThanTheFenceLasts() {
    int lease = Limits.DEFAULTS.fenceLeaseSeconds();
    Options options =
        new Options(OptionalInt.of(lease + 1), OptionalInt.empty(), false, false, false, List.of());
    Submitted refused = move("long", options);
    assertThat(refused.word()).contains(Word.REFUSED);
    assertThat(refused.message())
        .contains("drain-timeout-seconds of the job is 61, and rehome.fence-lease-seconds is 60")
        .contains("ask for 60 at most, or set rehome.fence-lease-seconds to 61 at least");
    assertThat(rows.calls).doesNotContain("close");
  }
}
