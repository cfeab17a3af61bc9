package dev.rehome.sandbox;

import dev.rehome.Assembly;
import dev.rehome.journal.History;
import dev.rehome.journal.Moved;
import dev.rehome.journal.Submitted;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.settings.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The program itself over a sandbox, moving acme from us_east to us_west and telling about it. */
final class DemoMove implements AutoCloseable {
  static final String TENANT = "acme";
  static final String SOURCE = "us_east";
  static final String TARGET = "us_west";
  private static final String JOB = "demo";
  private static final Duration MOVE_MAX = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration TELL_EVERY = Duration.ofSeconds(2);

  private final Pipeline pipeline;
  private final Screen screen;
  private String said = "";
  private long saidAt;

  private DemoMove(Pipeline pipeline, Screen screen) {
    this.pipeline = pipeline;
    this.screen = screen;
  }

  /** Starts the pipeline with the routes of the program's home. */
  static DemoMove start(Sandbox sandbox, Screen screen) {
    Path routes = Path.of(System.getProperty("rehome.home", ".")).resolve("routes");
    Pipeline pipeline =
        Pipeline.start(
            Assembly.wire(sandbox.settings(Limits.DEFAULTS), Optional.empty()),
            routes,
            (file, content) -> List.of(),
            false);
    return new DemoMove(pipeline, screen);
  }

  /**
   * Moves the tenant and tells each phase as it comes.
   *
   * @throws IllegalStateException if the move's fate is undecided after ten minutes
   */
  Submitted run() throws InterruptedException {
    long start = System.nanoTime();
    Submitted job =
        pipeline.submit(
            new Job(JOB, Tenant.named(TENANT), SOURCE, TARGET, Options.NONE, "the demo"));
    while (job.word().isEmpty()) {
      if (System.nanoTime() - start > MOVE_MAX.toNanos()) {
        throw new IllegalStateException("the move has not ended after " + MOVE_MAX);
      }
      Thread.sleep(LOOK_EVERY.toMillis());
      tell(job, start);
      job = history().job(JOB).orElseThrow();
    }
    tell(job, start);
    return job;
  }

  private void tell(Submitted job, long start) {
    Optional<Moved> now = job.move().flatMap(history()::move);
    if (now.isEmpty()) {
      return;
    }
    String where =
        now.get().phase() + (now.get().mark().equals("DURABLE") ? " is durable" : " begins");
    long at = System.nanoTime();
    boolean copying = where.equals("SNAPSHOT begins");
    if (!where.equals(said)) {
      say(start, at, where);
      said = where;
    } else if (copying && at - saidAt > TELL_EVERY.toNanos()) {
      Moved.Progress progress = history().progress(now.get().move());
      say(
          start,
          at,
          "SNAPSHOT %d of %d chunks, %s rows, %.1f MiB"
              .formatted(
                  progress.chunksDone(),
                  progress.chunks(),
                  Screen.count(progress.rows()),
                  progress.bytes() / (double) (1 << 20)));
    }
  }

  private void say(long start, long at, String what) {
    screen.line("  %8s  %s".formatted(Screen.seconds(Duration.ofNanos(at - start)), what));
    saidAt = at;
  }

  private History history() {
    return pipeline.wiring().history();
  }

  /** All that the journal tells of it. */
  Moved.Story story(Submitted job) {
    return history().story(job.move().orElseThrow()).orElseThrow();
  }

  @Override
  public void close() {
    pipeline.stop(Duration.ofSeconds(20));
  }
}
