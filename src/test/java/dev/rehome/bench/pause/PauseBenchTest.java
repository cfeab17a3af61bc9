package dev.rehome.bench.pause;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark measures what it says; how long a pause is, is for the benchmark itself. */
class PauseBenchTest {
  @TempDir Path directory;

  @Test
  void aWriterGetsThroughEachMoveAndItsPauseIsInTheReport() throws Exception {
    Path report = directory.resolve("pause.md");
    int status =
        new CommandLine(new PauseBench())
            .execute(("--tables 3 --rows 80 --link 1 --runs 1 --report " + report).split(" "));
    assertThat(status).isZero();
    assertThat(Files.readString(report))
        .contains("| 3 tables, 40 rows: pause, as a writer sees it |")
        .contains("| 8 tables, 80 rows, link: pause, as a writer sees it |")
        .contains("| 3 tables, 40 rows: pg_dump --schema-only, psql |", "promised: at most")
        .contains(
            "| SNAPSHOT |",
            "| of it: SNAPSHOT proof |",
            "| of it: COPY postgres plan |",
            "requests to the control");
  }
}
