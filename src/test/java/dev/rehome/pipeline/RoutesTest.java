package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.AuditTrail;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Finding;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.ApplicationCell;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Hook;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes and the journal, over a real control store and a store in memory. */
class RoutesTest {
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
    pipeline =
        FakePipeline.start(server, directory, Path.of("routes"), Map.of("told", told()), store);
  }

  @AfterEach
  void stop() {
    pipeline.stop(Duration.ofSeconds(10));
  }

  /** A cell whose application is told to drain, by a program that does well. */
  private static Cell told() {
    Hook hook = new Hook.Command(List.of("true"));
    return new Cell("told", 4, 0)
        .with(new ApplicationCell(Map.of(Hook.Point.DRAIN, hook), List.of(), Optional.empty()));
  }

  private Submitted move(String job, String tenant, String from, String to) {
    return move(job, tenant, from, to, Options.NONE);
  }

  private Submitted move(String job, String tenant, String from, String to, Options options) {
    Submitted submitted =
        pipeline.submit(new Job(job, Tenant.named(tenant), from, to, options, "test"));
    return submitted.word().isPresent() ? submitted : ended(job);
  }

  private Submitted ended(String job) {
    return await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> pipeline.wiring().history().job(job).orElseThrow(),
            now -> now.word().isPresent());
  }

  @Test
  void movesThroughAllFivePhases() {
    Submitted done = move("j1", "acme", "a", "b");
    assertThat(done.word()).contains(Word.MOVED);
    Moved.Story story = pipeline.wiring().history().story(done.move().orElseThrow()).orElseThrow();
    assertThat(story.phases())
        .extracting(Moved.PhaseTime::phase)
        .containsExactly("PREFLIGHT", "COPY", "DRAIN", "SNAPSHOT", "CUTOVER", "RESUME");
    assertThat(pipeline.wiring().history().placement("acme")).contains("b");
    assertThat(store.copied).hasSize(10);
    assertThat(store.calls)
        .containsExactly("problems", "close", "plan", "seal", "seal", "open", "leave", "finish");
    assertThat(move("j1", "acme", "a", "b").word()).contains(Word.MOVED);
    assertThat(move("j2", "acme", "a", "b").word()).contains(Word.MOVE_TENANT_ALREADY_AT_TARGET);
    assertThat(move("j3", "acme", "b", "a").word()).contains(Word.MOVED);
    assertThat(move("j1", "acme", "a", "b").word()).contains(Word.MOVED);
    assertThat(pipeline.wiring().history().placement("acme")).contains("a");
  }

  @Test
  void aPassingFaultIsTriedAgain() {
    store.faults.put("rows/3", new AtomicInteger(2));
    assertThat(move("p1", "passing", "a", "b").word()).contains(Word.MOVED);
    assertThat(store.copied).hasSize(10);
  }

  @Test
  void aMoveThatIsNotProvenEqualIsUndone() {
    store.equal = false;
    Submitted undone = move("v1", "unequal", "a", "b");
    assertThat(undone.word()).contains(Word.ABORTED);
    assertThat(undone.message()).contains("digest of public.t: source a, target b");
    assertThat(pipeline.wiring().history().placement("unequal")).contains("a");
    await().until(() -> store.calls.contains("discard"));
    assertThat(store.calls)
        .doesNotContain("seal", "open", "leave")
        .containsSubsequence("lift", "discard");
  }

  @Test
  void aChunkThatFailsForGoodUndoesTheMove() {
    store.chunkThatFails = "rows/7";
    Submitted undone = move("c1", "chunky", "a", "b");
    assertThat(undone.word()).contains(Word.ABORTED);
    assertThat(undone.message()).contains("chunk rows/7 cannot be copied");
  }

  @Test
  void aFindingRefusesBeforeAnythingChanges() {
    store.findings =
        List.of(
            Finding.blocking("postgres", "a t", "has no key", "add one"),
            Finding.blocking("postgres", "a u", "has no tenant column", "exclude it"));
    Submitted refused = move("f1", "found", "a", "b");
    assertThat(refused.word()).contains(Word.REFUSED);
    assertThat(refused.message()).contains("has no key").contains("has no tenant column");
    assertThat(store.calls).containsExactly("problems");
    assertThat(pipeline.wiring().history().placement("found")).isEmpty();
  }

  @Test
  void aSourceThatIsOnlyObservedNeedsAHookOrConsent() {
    store.observed = true;
    Submitted refused = move("o1", "seen", "a", "b");
    assertThat(refused.word()).contains(Word.REFUSED);
    assertThat(refused.message())
        .contains("a: its source is only observed: a late write is accepted there")
        .contains(
            "set rehome.cell.a.hooks.drain.command or .url, or say accept-observed: [postgres] in"
                + " the job");
    Options consent = Options.NONE.accepting(List.of("postgres"));
    assertThat(move("o2", "seen", "a", "b", Options.NONE.accepting(List.of("objects"))).word())
        .contains(Word.REFUSED);
    Submitted moved = move("o3", "seen", "a", "b", consent);
    assertThat(moved.word()).contains(Word.MOVED);
    assertThat(moved.message()).isEqualTo("postgres observed by consent");
    assertThat(audited("o3")).contains("the job consents to it (accept-observed)");
  }

  @Test
  void aSourceThatIsOnlyObservedMayHaveADrainHook() {
    store.observed = true;
    Submitted moved = move("d1", "drained", "told", "b");
    assertThat(moved.word()).as(moved.message()).contains(Word.MOVED);
    assertThat(moved.message()).isEmpty();
    assertThat(audited("d1")).contains("the application's drain hook prevents it", "done in ");
    assertThat(move("d2", "tried", "a", "b", Options.NONE.rehearsed()).word())
        .contains(Word.REHEARSED);
  }

  private String audited(String job) {
    String move = pipeline.wiring().history().job(job).orElseThrow().move().orElseThrow();
    return new AuditTrail(pipeline.wiring().control())
        .rows(Optional.empty(), 1000).stream()
            .filter(row -> row.move().equals(move))
            .map(AuditTrail.Row::detail)
            .collect(Collectors.joining("\n"));
  }

  @Test
  void aJobThatNamesTheWrongCellIsRefused() {
    assertThat(move("w1", "wrong", "a", "b").word()).contains(Word.MOVED);
    Submitted refused = move("w2", "wrong", "a", "c");
    assertThat(refused.word()).contains(Word.REFUSED);
    assertThat(refused.message()).contains("served by b, not by a");
  }

  /** What a step of a transaction that has failed does again must not be in it any more. */
  @Test
  void aSubmissionWhoseSessionIsCutIsTriedAgain() throws Exception {
    try (Connection others = connect();
        Statement lock = others.createStatement()) {
      lock.execute("SELECT pg_advisory_lock(hashtextextended('cut', 7346632))");
      CompletableFuture<Submitted> submitted =
          CompletableFuture.supplyAsync(() -> move("cut1", "cut", "a", "b"));
      await()
          .atMost(Duration.ofSeconds(40))
          .until(
              () -> {
                try (ResultSet cut =
                    lock.executeQuery(
                        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                            + " AND NOT granted")) {
                  return cut.next();
                }
              });
      lock.execute("SELECT pg_advisory_unlock_all()");
      assertThat(submitted.join().word()).contains(Word.MOVED);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        server.superuser().url(), server.superuser().user(), server.superuser().password());
  }

  @Test
  void theAuditNamesWhoRanTheProgram() {
    assertThat(move("who1", "whose", "a", "b").word()).contains(Word.MOVED);
    assertThat(
            new AuditTrail(pipeline.wiring().control())
                .rows(Optional.of("whose"), 1000).stream().map(AuditTrail.Row::actor))
        .isNotEmpty()
        .allSatisfy(actor -> assertThat(actor).startsWith(System.getProperty("user.name") + "@"));
  }

  @Test
  void aPlanIsReadPageByPageInTheOrderOfItsChunks() {
    store.chunks = 1_203;
    Submitted done = move("pages1", "pages", "a", "b");
    assertThat(done.word()).contains(Word.MOVED);
    assertThat(store.copied).hasSize(1_203);
  }
}
