package dev.rehome.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./rehome bench postgres}: the same rows by raw pipes, by {@code pg_dump} with {@code
 * pg_restore}, and by whole moves, in turn, each into a new database.
 */
@Command(
    name = "postgres",
    mixinStandardHelpOptions = true,
    description = "Raw COPY pipes, pg_dump and pg_restore, and moves, side by side and in turn.")
public final class PostgresBench implements Callable<Integer> {
  @Option(
      names = "--rows",
      defaultValue = "5000000",
      description = "of about 200 bytes each (${DEFAULT-VALUE})")
  private long rows;

  @Option(names = "--runs", defaultValue = "5", description = "of each (${DEFAULT-VALUE})")
  private int runs;

  @Option(names = "--report", description = "a Markdown file to write")
  private Path report;

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    if (System.getProperty("rehome.log") == null) {
      System.setProperty("rehome.log", "warn");
    }
    Path directory = Files.createTempDirectory("rehome-bench-");
    try (BenchBed bed = BenchBed.start(directory)) {
      System.out.printf("%,d rows are made%n", rows);
      bed.fill(rows);
      Figures figures = new Rounds<>(bed, BenchBed::renew, contenders(directory)).run(runs);
      String text = PostgresReport.of(bed.machine(), rows, bed.bytes(), runs, figures);
      System.out.println();
      System.out.println(text);
      if (report != null) {
        Files.writeString(report, text);
      }
      return 0;
    } finally {
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  private static List<Contender<BenchBed>> contenders(Path directory) {
    Path scratch = directory.resolve("scratch");
    return List.of(
        ShellTool.pipe(),
        WholeMove.without(scratch),
        ShellTool.tee(scratch),
        WholeMove.with(scratch),
        ShellTool.indexed(),
        ShellTool.dump(scratch, "pg_dump, pg_restore", ""));
  }
}
