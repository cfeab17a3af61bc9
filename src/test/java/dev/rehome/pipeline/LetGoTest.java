package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.Job;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Options;
import dev.rehome.model.Stopped;
import dev.rehome.model.Tenant;
import dev.rehome.sandbox.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lease is kept as long as a request of its holder is under way: what lands after the next
 * worker's undo has swept would stay for good.
 */
class LetGoTest {
  /** Of the first wave that has several. */
  private static final String SLOW = "rows/1";

  @TempDir Path directory;

  private final FakeComponent store = new FakeComponent();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicReference<String> ownerAtItsEnd = new AtomicReference<>();
  private PostgresServer server;
  private Pipeline pipeline;

  @BeforeEach
  void start() throws Exception {
    server = PostgresServer.start(directory.resolve("control"), Map.of());
    pipeline = FakePipeline.start(server, directory, Path.of("routes"), Map.of(), store);
    store.onRelease = released::countDown;
  }

  @AfterEach
  void stop() {
    pipeline.stop(Duration.ofSeconds(20));
    server.close();
  }

  @Test
  void whenAMoveIsLeftForLater() {
    store.whileCopying = chunk -> copy(chunk, () -> fail(new Stopped("planted")));
    submit();
    keptUntilItsEnd();
  }

  @Test
  void whenTheProcessEnds() {
    CountDownLatch told = new CountDownLatch(1);
    store.whileCopying = chunk -> copy(chunk, () -> wait(told));
    submit();
    wait(begun);
    pipeline.wiring().worker().stop();
    told.countDown();
    keptUntilItsEnd();
  }

  @Test
  void theMoveIsNotUndoneBeforeEither() {
    AtomicReference<List<String>> calls = new AtomicReference<>();
    released.countDown();
    store.whileCopying =
        chunk -> {
          copy(chunk, () -> fail(new MoveFailed("planted")));
          calls.set(List.copyOf(store.calls));
        };
    submit();
    await().atMost(Duration.ofSeconds(60)).until(() -> store.calls.contains("discard"));
    assertThat(calls.get()).isNotNull().doesNotContain("discard");
  }

  private void keptUntilItsEnd() {
    await().atMost(Duration.ofSeconds(60)).until(() -> ownerAtItsEnd.get() != null);
    assertThat(ownerAtItsEnd.get()).contains(", pid ");
    await().atMost(Duration.ofSeconds(60)).until(() -> owner().isEmpty());
  }

  /**
   * The slow one ends a while after the worker wanted to let go; the others do what they are told.
   */
  private void copy(String chunk, Runnable others) {
    if (ownerAtItsEnd.get() != null || chunk.equals("rows/0")) {
      return;
    }
    if (!chunk.equals(SLOW)) {
      wait(begun);
      others.run();
      return;
    }
    begun.countDown();
    wait(released);
    for (int i = 0; i < 20 && !owner().isEmpty(); i++) {
      pause(); // as long as a worker that does not wait may take to give the lease back
    }
    ownerAtItsEnd.set(owner());
  }

  private static void fail(RuntimeException fault) {
    throw fault;
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void wait(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void submit() {
    pipeline.submit(new Job("j1", Tenant.named("acme"), "a", "b", Options.NONE, "test"));
  }

  /** Who has the move's lease; empty for nobody. */
  private String owner() {
    return pipeline
        .wiring()
        .control()
        .call(
            jdbc ->
                jdbc.sql("SELECT coalesce(owner, '') FROM _system.leases")
                    .query(String.class)
                    .single());
  }
}
