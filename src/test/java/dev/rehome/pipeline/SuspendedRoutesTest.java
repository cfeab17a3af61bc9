package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.sandbox.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator suspends routes by JMX: paused, whichever route it is. One process for all tests. */
class SuspendedRoutesTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** What a move that goes back passes, and one that does not fail does not. */
  private static final Set<String> WAY_BACK = Set.of("rollback", "discard-postgres");

  /** What no move passes: files, rehearsals, other components. */
  private static final Set<String> ELSEWHERE =
      Set.of("inbox", "accepted", "rehearsed", "hooks", "look-again");

  private static final Options SHORT =
      new Options(OptionalInt.empty(), OptionalInt.of(3), false, false, false, List.of());

  private static final AtomicInteger TENANTS = new AtomicInteger();

  @TempDir static Path directory;
  private static PostgresServer server;
  private static final FakeComponent STORE = new FakeComponent();
  private static Pipeline pipeline;
  private static Jmx jmx;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.start(directory.resolve("control"), Map.of());
    pipeline = FakePipeline.start(server, directory, Path.of("routes"), Map.of(), STORE);
    jmx = new Jmx();
  }

  @AfterAll
  static void stop() throws IOException {
    jmx.close();
    pipeline.stop(Duration.ofSeconds(10));
    server.close();
  }

  private static String another() {
    return "t" + TENANTS.incrementAndGet();
  }

  private static CompletableFuture<Submitted> submit(String tenant, Options options) {
    Job job = new Job("job-" + tenant, Tenant.named(tenant), "a", "b", options, "test");
    return CompletableFuture.supplyAsync(() -> pipeline.submit(job));
  }

  private static Submitted ended(String tenant) {
    return await()
        .atMost(LONG)
        .until(
            () -> pipeline.wiring().history().job("job-" + tenant),
            now -> now.flatMap(Submitted::word).isPresent())
        .orElseThrow();
  }

  private static Moved moved(CompletableFuture<Submitted> submitted) {
    return pipeline.wiring().history().move(submitted.join().move().orElseThrow()).orElseThrow();
  }

  private static void paused(CompletableFuture<Submitted> submitted, String route) {
    await().atMost(LONG).until(() -> moved(submitted).status().equals("paused"));
    assertThat(moved(submitted).message()).contains("the route " + route + " is suspended");
  }

  /** A move that stands in the middle of its copy, and what lets it go on. */
  private record Copying(
      CompletableFuture<Submitted> submitted, String tenant, CountDownLatch goOn) {
    static Copying begin(Options options) throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      STORE.copied.clear();
      STORE.copying =
          chunk -> {
            begun.countDown();
            await().atMost(LONG).until(() -> goOn.getCount() == 0);
          };
      String tenant = another();
      CompletableFuture<Submitted> submitted = submit(tenant, options);
      begun.await();
      return new Copying(submitted, tenant, goOn);
    }
  }

  /** The routes that a copy is in, from the scheduler to the chunk. */
  @Test
  void aRouteThatIsSuspendedInTheMiddleOfACopyPausesIt() throws Exception {
    for (String route :
        List.of("chunk-postgres", "copy-postgres", "snapshot", "spine", "claim", "worker")) {
      Copying copying = Copying.begin(Options.NONE);
      long before = System.nanoTime();
      jmx.suspend(route);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
      assertThat(jmx.state(route)).isEqualTo("Suspended");
      assertThat(moved(copying.submitted()).status())
          .as("a chunk is under way")
          .isEqualTo("running");

      copying.goOn().countDown();
      paused(copying.submitted(), route);
      Set<String> copied = Set.copyOf(STORE.copied);
      assertThat(copied).as(route).isNotEmpty().hasSizeLessThan(10);
      int renewed = STORE.renewed.get();
      await().atMost(LONG).until(() -> STORE.renewed.get() > renewed);
      assertThat(STORE.copied).as(route).isEqualTo(copied);

      jmx.resume(route);
      assertThat(jmx.state(route)).isEqualTo("Started");
      Submitted ended = ended(copying.tenant());
      assertThat(ended.word()).as("%s: %s", route, ended.message()).contains(Word.MOVED);
      assertThat(moved(copying.submitted()).epoch()).as("the same worker").isEqualTo(1);
    }
  }

  /** Suspended before the move begins; for each, the move waits where it comes to it. */
  @Test
  void everyRouteOfAMoveCanBeSuspendedAndResumed() throws Exception {
    STORE.copying = chunk -> {};
    for (String route : jmx.routes()) {
      if (ELSEWHERE.contains(route) || route.endsWith("-objects")) {
        continue;
      }
      STORE.equal = !WAY_BACK.contains(route);
      jmx.suspend(route);
      String tenant = another();
      CompletableFuture<Submitted> submitted = submit(tenant, Options.NONE);
      switch (route) {
        case "submit" -> await().during(Duration.ofMillis(500)).until(() -> !submitted.isDone());
        case "worker", "claim" ->
            await().during(Duration.ofSeconds(1)).until(() -> moved(submitted).epoch() == 0);
        default -> standsStill(submitted, route);
      }
      jmx.resume(route);
      submitted.join();
      assertThat(ended(tenant).word())
          .as("%s: %s", route, ended(tenant).message())
          .contains(STORE.equal ? Word.MOVED : Word.ABORTED);
      await().atMost(LONG).until(() -> !moved(submitted).cleanUp().equals("pending"));
      assertThat(ended(tenant).message()).doesNotContain("null");
    }
    STORE.equal = true;
  }

  private static void standsStill(CompletableFuture<Submitted> submitted, String route) {
    if (STORE.equal) {
      paused(submitted, route);
    } else {
      await()
          .atMost(LONG)
          .until(() -> moved(submitted).message().contains("the route " + route + " is suspended"));
    }
  }

  @Test
  void everyOtherRouteToo() throws Exception {
    for (String route : jmx.routes()) {
      String before = jmx.state(route);
      jmx.suspend(route);
      assertThat(jmx.state(route)).as(route).isEqualTo("Suspended");
      jmx.suspend(route);
      jmx.resume(route);
      assertThat(jmx.state(route)).as(route).isEqualTo(before);
      jmx.resume(route);
    }
    aMoveWorks();
  }

  private static void aMoveWorks() {
    STORE.copying = chunk -> {};
    String tenant = another();
    submit(tenant, Options.NONE).join();
    assertThat(ended(tenant).word()).contains(Word.MOVED);
  }

  @Test
  void stopAndStartAreSuspendAndResume() throws Exception {
    Copying copying = Copying.begin(Options.NONE);
    jmx.ask("copy-postgres", "stop");
    copying.goOn().countDown();
    paused(copying.submitted(), "copy-postgres");
    jmx.ask("copy-postgres", "start");
    assertThat(ended(copying.tenant()).word()).contains(Word.MOVED);
  }

  @Test
  void thePauseLimitCounts() throws Exception {
    Copying copying = Copying.begin(SHORT);
    jmx.suspend("copy-postgres");
    copying.goOn().countDown();
    Submitted ended = ended(copying.tenant());
    assertThat(ended.word()).contains(Word.ABORTED);
    assertThat(ended.message()).contains("the limit is 3 s (pause-max-seconds)");
    assertThat(STORE.calls).contains("lift");
    jmx.resume("copy-postgres");
    aMoveWorks();
  }

  /** Neither the fence's deadline nor the pause limit would let it write again. */
  @Test
  void aTenantWhoseGuardIsSealedDoesNotWaitForARouteThatCalledItsOwn() throws Exception {
    STORE.copying = chunk -> {};
    for (String route : List.of("spine", "claim", "worker")) {
      STORE.whenSealed = () -> suspend(route);
      String tenant = another();
      submit(tenant, Options.NONE).join();
      assertThat(ended(tenant).word()).as(route).contains(Word.MOVED);
      assertThat(jmx.state(route)).isEqualTo("Suspended");
      STORE.whenSealed = () -> {};
      jmx.resume(route);
    }
    aMoveWorks();
  }

  private static void suspend(String route) {
    try {
      jmx.suspend(route);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aMoveThatStandsStillCanBeRolledBack() throws Exception {
    for (String route : List.of("copy-postgres", "spine", "worker")) {
      Copying copying = Copying.begin(Options.NONE);
      jmx.suspend(route);
      copying.goOn().countDown();
      paused(copying.submitted(), route);
      pipeline
          .wiring()
          .wishes()
          .ask(copying.submitted().join().move().orElseThrow(), Wish.ROLLBACK, "test");
      assertThat(ended(copying.tenant()).word()).as(route).contains(Word.ROLLED_BACK);
      await().atMost(LONG).until(() -> moved(copying.submitted()).cleanUp().equals("done"));
      jmx.resume(route);
    }
    aMoveWorks();
  }
}
