package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Assembly;
import dev.rehome.Registry;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import dev.rehome.settings.SettingsLoader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory is bounded by settings, whatever the tenant's size. */
class HeapTest {
  @TempDir Path directory;

  @Test
  void aHundredThousandRowsNeedNoMoreThan64Megabytes() throws Exception {
    assertThat(moved(205_000, "-Xmx64m")).isGreaterThanOrEqualTo(100_000);
  }

  @Test
  @Tag("long")
  void fiveMillionRowsNeedNoMoreThan256Megabytes() throws Exception {
    assertThat(moved(10_050_000, "-Xmx256m")).isGreaterThanOrEqualTo(5_000_000);
  }

  /** Half of the rows are acme's; how many rows it has, all of which arrived. */
  private long moved(int rows, String heap) throws Exception {
    Path file = directory.resolve("application.properties");
    try (Sandbox sandbox = Servers.fresh(rows)) {
      try (Writer writer = Files.newBufferedWriter(file)) {
        var properties = sandbox.properties();
        properties.setProperty("rehome.pause-max-seconds", "3600");
        properties.store(writer, null);
      }
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  heap,
                  "-XX:+ExitOnOutOfMemoryError",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.rehome.Tethered",
                  Body.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      List<String> said = process.inputReader().lines().toList();
      process.waitFor();
      assertThat(said).as("status " + process.exitValue()).endsWith("MOVED");
      Map<String, String> there = counts(sandbox, "us_east", "shared_schema");
      assertThat(counts(sandbox, "us_west", "public")).isEqualTo(there);
      long all = there.values().stream().mapToLong(Long::parseLong).sum();
      System.out.printf("%,d rows with %s%n", all, heap);
      return all;
    }
  }

  private static Map<String, String> counts(Sandbox sandbox, String cell, String schema)
      throws SQLException {
    try (Connection connection = sandbox.connect(cell)) {
      return TenantRows.counts(connection, schema, "acme");
    }
  }

  static final class Body {
    public static void main(String[] args) throws Exception {
      Pipeline pipeline =
          Pipeline.start(
              Assembly.wire(
                  new SettingsLoader(Registry.KINDS.all(), Map.of()).load(Path.of(args[0])),
                  Optional.empty()),
              Path.of("routes"),
              (file, content) -> List.of(),
              false);
      Submitted now =
          pipeline.submit(
              new Job("j1", Tenant.named("acme"), "us_east", "us_west", Options.NONE, "test"));
      while (now.word().isEmpty()) {
        Thread.sleep(200);
        now = pipeline.wiring().history().job("j1").orElseThrow();
      }
      pipeline.stop(Duration.ofSeconds(20));
      System.out.println(now.message());
      System.out.println(now.word().orElseThrow());
      System.exit(0);
    }
  }
}
