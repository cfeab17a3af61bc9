package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.ApplicationCell;
import dev.rehome.settings.Cell;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source dies when its fence is sealed: the tenant is not kept out of both cells. */
class DeadSourceTest {
  private static final Duration LONG = Duration.ofSeconds(90);

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

  @AfterEach
  void stop() {
    pipeline.stop(Duration.ofSeconds(20));
  }

  private void start(Map<String, Cell> cells) {
    store.whenSealed = () -> store.sourceDead = true;
    pipeline = FakePipeline.start(server, directory, Path.of("routes"), cells, store);
  }

  private void submit(String tenant) {
    pipeline.submit(new Job("j-" + tenant, Tenant.named(tenant), "a", "b", Options.NONE, "test"));
  }

  private Moved move(String tenant) {
    History history = pipeline.wiring().history();
    return history
        .move(history.job("j-" + tenant).orElseThrow().move().orElseThrow())
        .orElseThrow();
  }

  private Optional<Word> word(String tenant) {
    return pipeline.wiring().history().job("j-" + tenant).orElseThrow().word();
  }

  private void sourceIsBack() {
    store.whenSealed = () -> {};
    store.sourceDead = false;
  }

  @Test
  void theTargetOpensAndTheSourceIsMarkedWhenItIsBack() {
    start(Map.of());
    submit("acme");
    await().atMost(LONG).until(() -> store.calls.contains("open"));
    await().atMost(LONG).until(() -> move("acme").message().startsWith("acme writes at b"));
    Moved open = move("acme");
    assertThat(open.message()).contains("what is left to do is tried again: connection refused");
    assertThat(open.phase()).isEqualTo("RESUME");
    assertThat(open.status()).isEqualTo("running");
    assertThat(pipeline.wiring().history().placement("acme")).contains("b");
    assertThat(store.calls).doesNotContain("leave", "lift", "finish");
    sourceIsBack();
    await().atMost(LONG).until(() -> word("acme").isPresent());
    assertThat(word("acme")).contains(Word.MOVED);
    assertThat(store.calls).containsSubsequence("open", "leave", "finish").doesNotContain("lift");
  }

  @Test
  void thePlacementDoesNotGoBackToIt() {
    URI deaf = URI.create("http://127.0.0.1:9/health");
    ApplicationCell application = new ApplicationCell(Map.of(), List.of(deaf), Optional.empty());
    start(Map.of("b", new Cell("b", 4, 0).with(application)));
    submit("globex");
    await()
        .atMost(LONG)
        .until(() -> move("globex").message().contains("globex may not go back while a does not"));
    Moved stays = move("globex");
    assertThat(stays.phase()).isEqualTo("CUTOVER");
    assertThat(stays.status()).isEqualTo("running");
    assertThat(pipeline.wiring().history().placement("globex")).contains("b");
    assertThat(store.calls).doesNotContain("open", "lift");
    sourceIsBack();
    await().atMost(LONG).until(() -> word("globex").isPresent());
    assertThat(word("globex")).contains(Word.ABORTED);
    assertThat(pipeline.wiring().history().placement("globex")).contains("a");
    assertThat(store.calls).contains("lift").doesNotContain("open");
  }

  @Test
  void aWishToGoBackToItIsTakenBackAndTheTargetOpens() {
    start(Map.of());
    store.whenSealed =
        () -> {
          store.sourceDead = true;
          pipeline.wiring().wishes().ask(move("umbrella").move(), Wish.ROLLBACK, "test");
        };
    submit("umbrella");
    await().atMost(LONG).until(() -> move("umbrella").message().endsWith("the wish is taken back"));
    assertThat(move("umbrella").message()).contains("may not go back while a does not answer");
    assertThat(move("umbrella").phase()).isEqualTo("CUTOVER");
    await().atMost(LONG).until(() -> store.calls.contains("open"));
    sourceIsBack();
    await().atMost(LONG).until(() -> word("umbrella").isPresent());
    assertThat(word("umbrella")).contains(Word.MOVED);
    assertThat(store.calls).contains("leave").doesNotContain("lift");
  }

  /** As when a table came to the source that the settings do not know. */
  @Test
  void thePlacementGoesBackToOneThatOnlySaysNo() {
    start(Map.of());
    store.whenSealed =
        () ->
            store.whenSealed =
                () -> {
                  throw new MoveFailed("no rule says which rows of added are the tenant's");
                };
    submit("initech");
    await().atMost(LONG).until(() -> word("initech").isPresent());
    assertThat(word("initech")).contains(Word.ABORTED);
    assertThat(move("initech").message()).contains("no rule says which rows of added");
    assertThat(pipeline.wiring().history().placement("initech")).contains("a");
    assertThat(store.calls).contains("lift").doesNotContain("open");
  }
}
