package dev.rehome.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.Needed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark measures what it says; how fast it is, is for the benchmark itself. */
class ObjectsBenchTest {
  @TempDir Path directory;

  @Test
  void everyContenderBringsAllObjectsAndIsInTheReport() throws Exception {
    Needed.program("rclone", Rclone.version().isPresent());
    Path report = directory.resolve("benchmarks.md");
    int status =
        new CommandLine(new ObjectsBench())
            .execute(
                "--objects",
                "30",
                "--size",
                "10KiB",
                "--runs",
                "1",
                "--warm-ups",
                "0",
                "--report",
                report.toString());
    assertThat(status).isZero();
    assertThat(Files.readString(report))
        .contains("--parallelism 8", "rclone v", "S3Proxy 4", "## 30 objects of 10 KiB")
        .contains("| server-side: rclone sync |", "| streamed: rclone sync |")
        .contains("| server-side: move: listing, and copy |")
        .contains("| streamed: move: proof |", "promised: at least");
  }

  @Test
  void aNumberOfObjectsWithoutASizeIsRefused() {
    StringWriter said = new StringWriter();
    int status =
        new CommandLine(new ObjectsBench())
            .setErr(new PrintWriter(said))
            .execute("--objects", "1,2", "--size", "10KiB");
    assertThat(status).isEqualTo(2);
    assertThat(said.toString()).contains("--objects has 2 numbers, --size 1");
  }

  /** What a contender leaves out is seen: a copy that is not whole has no time. */
  @Test
  void aCopyThatIsNotWholeHasNoTime() throws Exception {
    try (ObjectsBed bed = ObjectsBed.start(directory, new Workload(2, 10))) {
      bed.renew();
      for (ObjectsBed.Route route : ObjectsBed.Route.values()) {
        assertThatThrownBy(() -> bed.requireWhole(route))
            .hasMessage("0 objects of 0 bytes are in the target, 2 of 20 were to come");
      }
    }
  }
}
