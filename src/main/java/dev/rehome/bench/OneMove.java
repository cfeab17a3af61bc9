package dev.rehome.bench;

import dev.rehome.Assembly;
import dev.rehome.Registry;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Tenant;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.pipeline.Wiring;
import dev.rehome.settings.Settings;
import dev.rehome.settings.SettingsLoader;
import dev.rehome.store.Estimate;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.springframework.util.FileSystemUtils;

/** A move by all its phases, as {@code ./rehome move} makes it, in this process. */
public final class OneMove {
  public static final String SOURCE = "shared";
  public static final String TARGET = "dedicated";
  public static final String TENANT = "acme";
  private static final String JOB = "bench";

  private final Moved.Story story;

  private OneMove(Moved.Story story) {
    this.story = story;
  }

  /** What a plan foretells of it: how long writes would be refused, and from what. */
  public static Estimate foretold(Path scratch, Properties settings) throws IOException {
    FileSystemUtils.deleteRecursively(scratch);
    try (Wiring wiring = Assembly.wire(read(scratch, settings), Optional.empty())) {
      Job job = new Job(JOB, Tenant.named(TENANT), SOURCE, TARGET, Options.NONE, "bench");
      Move move = Move.asked("plan-1", job);
      return wiring.components().named("postgres").estimator().estimate(move);
    }
  }

  private static Settings read(Path scratch, Properties settings) throws IOException {
    Path file = Files.createDirectories(scratch).resolve("application.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    }
    return new SettingsLoader(Registry.KINDS.all(), Map.of()).load(file);
  }

  /**
   * Makes it.
   *
   * @param scratch a folder that is emptied before
   * @param settings as in {@code application.properties}
   * @throws IllegalStateException when it does not end well
   */
  public static OneMove run(Path scratch, Properties settings, Options options)
      throws IOException, InterruptedException {
    FileSystemUtils.deleteRecursively(scratch);
    Settings read = read(scratch, settings);
    Path routes = Path.of(System.getProperty("rehome.home", ".")).resolve("routes");
    Pipeline pipeline =
        Pipeline.start(
            Assembly.wire(read, Optional.empty()), routes, (name, content) -> List.of(), false);
    try {
      Submitted job =
          pipeline.submit(new Job(JOB, Tenant.named(TENANT), SOURCE, TARGET, options, "the bench"));
      while (job.word().isEmpty()) {
        Thread.sleep(20);
        job = pipeline.wiring().history().job(JOB).orElseThrow();
      }
      if (job.word().orElseThrow() != Submitted.Word.MOVED) {
        throw new IllegalStateException(job.word().orElseThrow() + " " + job.message());
      }
      return new OneMove(pipeline.wiring().history().story(job.move().orElseThrow()).orElseThrow());
    } finally {
      pipeline.stop(Duration.ofSeconds(20));
    }
  }

  /**
   * How long a step of its snapshot took, by the journal.
   *
   * @param component empty for the proof
   */
  Duration step(String component, String step) {
    return story.steps().stream()
        .filter(candidate -> candidate.phase().equals(Phase.SNAPSHOT.name()))
        .filter(candidate -> candidate.component().equals(component))
        .filter(candidate -> candidate.step().equals(step))
        .findFirst()
        .orElseThrow()
        .took();
  }

  /** All that the journal tells of it. */
  public Moved.Story story() {
    return story;
  }

  /** From the request to RESUME. */
  Duration whole() {
    return Duration.between(story.move().startedAt(), story.move().updatedAt());
  }

  /** Settings that every such move has. */
  public static Properties settings(String controlUrl, Path scratch) {
    Properties properties = new Properties();
    database(properties, "rehome.control.", controlUrl, "rehome");
    properties.setProperty("rehome.snapshot-directory", scratch.resolve("snapshots").toString());
    properties.setProperty("rehome.pause-max-seconds", "3600");
    return properties;
  }

  /** A database whose role's password is its name. */
  public static void database(Properties properties, String prefix, String url, String role) {
    properties.setProperty(prefix + "url", url);
    properties.setProperty(prefix + "user", role);
    properties.setProperty(prefix + "password", role);
  }
}
