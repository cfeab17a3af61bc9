package dev.rehome.bench;

import dev.rehome.Assembly;
import dev.rehome.bench.Figures.Figure;
import dev.rehome.journal.Moved;
import dev.rehome.journal.Submitted;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.settings.SettingsLoader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.springframework.util.FileSystemUtils;

/** A move by all its phases, as {@code ./rehome move} makes it, in this process. */
record WholeMove(String name, Path scratch, boolean artifact) implements Contender {
  static final String PLAIN = "move";
  static final String WITH_ARTIFACT = "move with artifact";
  static final String COPY = ": copy with digests";
  static final String PROOF = ": proof";
  static final String ONE_SIDE = ": what one side reads for the proof";
  static final String WHOLE = ": from request to RESUME";
  private static final String JOB = "bench";

  static WholeMove without(Path scratch) {
    return new WholeMove(PLAIN, scratch, false);
  }

  static WholeMove with(Path scratch) {
    return new WholeMove(WITH_ARTIFACT, scratch, true);
  }

  @Override
  public List<Figure> run(BenchBed bed) throws IOException, SQLException, InterruptedException {
    FileSystemUtils.deleteRecursively(scratch);
    Path file = Files.createDirectories(scratch).resolve("application.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings(bed).store(writer, null);
    }
    Path routes = Path.of(System.getProperty("rehome.home", ".")).resolve("routes");
    Pipeline pipeline =
        Pipeline.start(
            Assembly.wire(new SettingsLoader(Map.of()).load(file), Optional.empty()),
            routes,
            (name, content) -> List.of(),
            false);
    Moved.Story story;
    try {
      Submitted job =
          pipeline.submit(
              new Job(JOB, Tenant.named("acme"), "shared", "dedicated", Options.NONE, "the bench"));
      while (job.word().isEmpty()) {
        Thread.sleep(20);
        job = pipeline.wiring().history().job(JOB).orElseThrow();
      }
      if (job.word().orElseThrow() != Submitted.Word.MOVED) {
        throw new IllegalStateException(job.word().orElseThrow() + " " + job.message());
      }
      story = pipeline.wiring().history().story(job.move().orElseThrow()).orElseThrow();
    } finally {
      pipeline.stop(Duration.ofSeconds(20));
    }
    bed.requireWhole();
    List<Figure> figures = new ArrayList<>(parts(story));
    figures.add(new Figure(name + ONE_SIDE, OneSide.proof(bed)));
    return figures;
  }

  private List<Figure> parts(Moved.Story story) {
    Moved moved = story.move();
    return List.of(
        new Figure(name + COPY, took(story, "wave 1")),
        new Figure(name + PROOF, took(story, "proof")),
        new Figure(name + WHOLE, Duration.between(moved.startedAt(), moved.updatedAt())));
  }

  private static Duration took(Moved.Story story, String step) {
    return story.steps().stream()
        .filter(candidate -> candidate.step().equals(step))
        .findFirst()
        .orElseThrow()
        .took();
  }

  private Properties settings(BenchBed bed) {
    Properties properties = new Properties();
    database(properties, "rehome.control.", bed.url("control"), "rehome");
    properties.setProperty("rehome.snapshot-directory", scratch.resolve("snapshots").toString());
    properties.setProperty("rehome.snapshot-write", Boolean.toString(artifact));
    properties.setProperty("rehome.pause-max-seconds", "3600");
    cell(properties, "shared", bed.url("source"));
    cell(properties, "dedicated", bed.url("target"));
    return properties;
  }

  private static void cell(Properties properties, String cell, String url) {
    String prefix = "rehome.cell." + cell + ".postgres.";
    database(properties, prefix, url, "mover");
    properties.setProperty(prefix + "isolation", "database");
    properties.setProperty(prefix + "schemas", "public");
  }

  private static void database(Properties properties, String prefix, String url, String role) {
    properties.setProperty(prefix + "url", url);
    properties.setProperty(prefix + "user", role);
    properties.setProperty(prefix + "password", role);
  }
}
