package dev.rehome.moves;

import static org.awaitility.Awaitility.await;

import dev.rehome.Assembly;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.Mark;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Tenant;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The whole program over real servers, in this JVM. */
public final class Mover implements AutoCloseable {
  private final Pipeline pipeline;

  public Mover(Sandbox sandbox, Limits limits) {
    this(sandbox, limits, Path.of("routes"));
  }

  public Mover(Sandbox sandbox, Limits limits, Path routes) {
    this(sandbox.settings(limits), routes);
  }

  public Mover(Settings settings) {
    this(settings, Path.of("routes"));
  }

  Mover(Settings settings, Path routes) {
    pipeline =
        Pipeline.start(
            Assembly.wire(settings, Optional.empty()), routes, (file, content) -> List.of(), false);
  }

  /** Works on one move only. */
  public Mover(Settings settings, String only) {
    pipeline =
        Pipeline.start(
            Assembly.wire(settings, Optional.of(only)),
            Path.of("routes"),
            (file, content) -> List.of(),
            false);
  }

  /** Waits until nothing is left to be done for the move. */
  public Moved finished(String move) {
    History history = pipeline.wiring().history();
    await().atMost(Duration.ofSeconds(120)).until(() -> MoverMain.ended(history, move));
    return history.move(move).orElseThrow();
  }

  /** Waits until the source serves again, whatever is still to be cleaned up. */
  public Moved undone(String move) {
    History history = pipeline.wiring().history();
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> !history.move(move).orElseThrow().cleanUp().isEmpty());
    return history.move(move).orElseThrow();
  }

  Pipeline pipeline() {
    return pipeline;
  }

  public Submitted submit(String job, String tenant, String from, String to) {
    return submit(job, Tenant.named(tenant), from, to);
  }

  public Submitted submit(String job, Tenant tenant, String from, String to) {
    return pipeline.submit(new Job(job, tenant, from, to, Options.NONE, "test"));
  }

  /** Submits a rehearsal and waits until it is over and clean. */
  public Submitted rehearse(String job, String tenant, String from, String to) {
    Submitted submitted = submitRehearsal(job, tenant, from, to);
    if (submitted.move().isEmpty()) {
      return submitted;
    }
    Submitted ended = ended(job);
    clean(ended);
    return ended;
  }

  public Submitted submitRehearsal(String job, String tenant, String from, String to) {
    return pipeline.submit(
        new Job(job, Tenant.named(tenant), from, to, Options.NONE.rehearsed(), "test"));
  }

  /** Submits and waits until the tenant's fate is decided. */
  public Submitted move(String job, String tenant, String from, String to) {
    Submitted submitted = submit(job, tenant, from, to);
    return submitted.word().isPresent() ? submitted : ended(job);
  }

  /** The same for a job with options, or a tenant with an id of its own. */
  public Submitted move(Job job) {
    Submitted submitted = pipeline.submit(job);
    return submitted.word().isPresent() ? submitted : ended(job.id());
  }

  public Submitted ended(String job) {
    return await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () -> pipeline.wiring().history().job(job).orElseThrow(),
            now -> now.word().isPresent());
  }

  public Moved.Story story(Submitted submitted) {
    return pipeline.wiring().history().story(submitted.move().orElseThrow()).orElseThrow();
  }

  /** Waits until the move has this record as its last, or has gone on from it. */
  public void reaches(Submitted submitted, Phase phase, Mark mark) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(() -> reached(submitted, phase, mark));
  }

  private boolean reached(Submitted submitted, Phase phase, Mark mark) {
    Moved moved = story(submitted).move();
    if (!moved.status().equals("running")) {
      throw new IllegalStateException("it is " + moved.status() + ": " + moved.message());
    }
    int now = Phase.valueOf(moved.phase()).compareTo(phase);
    return now > 0 || (now == 0 && Mark.valueOf(moved.mark()).compareTo(mark) >= 0);
  }

  /** Waits until nothing is left to clean up. */
  public void clean(Submitted submitted) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !story(submitted).move().cleanUp().equals("pending"));
  }

  @Override
  public void close() {
    pipeline.stop(Duration.ofSeconds(20));
  }
}
