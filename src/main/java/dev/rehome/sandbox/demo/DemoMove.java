package dev.rehome.sandbox.demo;

import dev.rehome.Assembly;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.settings.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The program itself over a sandbox, moving acme from us_east to us_west and telling about it. */
final class DemoMove implements AutoCloseable {
  static final String TENANT = "acme";
  static final String SOURCE = "us_east";
  static final String TARGET = "us_west";
  private static final String JOB = "demo";
  private static final Duration MOVE_MAX = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration TELL_EVERY = Duration.ofSeconds(2);

  private static final String RECORDS =
      """
      SELECT j.seq, to_char(extract(epoch FROM j.at - m.created_at), 'FM9990.00'),
        concat_ws(' ', rpad(j.phase, 9), CASE j.mark WHEN 'INTENT' THEN 'begins' ELSE 'is durable' END,
          nullif('undo: ' || lower(j.undo), 'undo: none'), nullif(j.message, '')),
        CASE WHEN j.phase = 'SNAPSHOT' AND j.mark = 'INTENT' AND j.undo = 'NONE' THEN j.move ELSE '' END
      FROM _system.journal j JOIN _system.moves m ON m.id = j.move
      WHERE j.seq > %d ORDER BY j.seq
      """;

  private final Pipeline pipeline;
  private final Screen screen;
  private long lastSeq;
  private long toldAt;

  /** The move while it is in SNAPSHOT. */
  private String copying = "";

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
   * Moves the tenant and tells each journal record as it comes.
   *
   * @param control a session in the control store
   * @throws IllegalStateException if the move's fate is undecided after ten minutes
   */
  Submitted run(Connection control) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    Submitted job =
        pipeline.submit(
            new Job(JOB, Tenant.named(TENANT), SOURCE, TARGET, Options.NONE, "the demo"));
    while (job.word().isEmpty()) {
      if (System.nanoTime() - start > MOVE_MAX.toNanos()) {
        throw new IllegalStateException("the move has not ended after " + MOVE_MAX);
      }
      Thread.sleep(LOOK_EVERY.toMillis());
      tell(control);
      job = history().job(JOB).orElseThrow();
    }
    tell(control);
    return job;
  }

  private void tell(Connection control) throws SQLException {
    for (List<String> row : Question.ask(control, RECORDS.formatted(lastSeq)).rows()) {
      lastSeq = Long.parseLong(row.get(0));
      copying = row.get(3);
      toldAt = System.nanoTime();
      screen.line("  %8s s  %s".formatted(row.get(1), row.get(2)));
    }
    if (!copying.isEmpty() && System.nanoTime() - toldAt > TELL_EVERY.toNanos()) {
      Moved.Progress progress = history().progress(copying);
      toldAt = System.nanoTime();
      screen.line(
          progress.chunks() == 0
              ? "              reading the catalog, taking the snapshot"
              : "              %d of %d chunks, %s%.1f MiB"
                  .formatted(
                      progress.chunksDone(),
                      progress.chunks(),
                      counts(progress),
                      progress.bytes() / (double) (1 << 20)));
    }
  }

  static String counts(Moved.Progress progress) {
    return progress.counts().entrySet().stream()
        .map(of -> Screen.count(of.getValue()) + " " + of.getKey() + ", ")
        .collect(Collectors.joining());
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
