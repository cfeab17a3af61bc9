package dev.rehome.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.bench.Figures.Figure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark measures what it says; how fast it is, is for the benchmark itself. */
class PostgresBenchTest {
  @TempDir Path directory;

  @Test
  void everyContenderBringsAllRowsAndIsInTheReport() throws Exception {
    Path report = directory.resolve("benchmarks.md");
    int status =
        new CommandLine(new PostgresBench())
            .execute("--rows", "5000", "--runs", "1", "--report", report.toString());
    assertThat(status).isZero();
    assertThat(Files.readString(report))
        .contains("5,000 rows", "| psql COPY pipe |", "| move: copy with digests |", "fsync on")
        .contains("| move with artifact: proof |", "| pg_dump, pg_restore |", "promised: at least");
  }

  @Test
  void aMedianIsNotMovedByOneSlowRun() {
    Figures figures = new Figures();
    for (int seconds : new int[] {3, 100, 2}) {
      figures.add(new Figure("ours", Duration.ofSeconds(seconds)));
    }
    figures.add(new Figure("theirs", Duration.ofSeconds(6)));
    assertThat(figures.median("ours")).isEqualTo(Duration.ofSeconds(3));
    assertThat(figures.speed("ours", "theirs")).isEqualTo(2.0);
  }
}
