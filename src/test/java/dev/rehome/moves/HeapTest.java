package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Assembly;
import dev.rehome.journal.Submitted;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory is bounded by settings, whatever the tenant's size. */
class HeapTest {
  private static final String TABLES =
      """
      SELECT quote_ident(table_name) FROM information_schema.columns
      JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_schema = current_schema() AND column_name = 'tenant_id' AND table_type = 'BASE TABLE'
        AND NOT (SELECT relispartition FROM pg_class WHERE oid = quote_ident(table_name)::regclass)
      """;

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

  /** Half of the rows are acme's; how many of them arrived, all others being left behind. */
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
      Map<String, Long> there = acmes(sandbox, "us_east");
      assertThat(acmes(sandbox, "us_west")).isEqualTo(there);
      long all = there.values().stream().mapToLong(Long::longValue).sum();
      System.out.printf("%,d rows with %s%n", all, heap);
      return all;
    }
  }

  /** How many rows with acme's id each table of a cell holds. */
  private static Map<String, Long> acmes(Sandbox sandbox, String cell) throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (Connection session = sandbox.product(cell, "acme")) {
      for (String table : Product.column(session, TABLES)) {
        String count = "SELECT count(*) FROM %s WHERE tenant_id = 'acme'".formatted(table);
        counts.put(table, Long.valueOf(Product.column(session, count).get(0)));
      }
    }
    assertThat(counts).hasSizeGreaterThan(8);
    return counts;
  }

  static final class Body {
    public static void main(String[] args) throws Exception {
      Pipeline pipeline =
          Pipeline.start(
              Assembly.wire(new SettingsLoader(Map.of()).load(Path.of(args[0])), Optional.empty()),
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
