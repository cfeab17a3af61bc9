package dev.rehome.bench.pause;

import dev.rehome.bench.Contender;
import dev.rehome.bench.Figures;
import dev.rehome.bench.Rounds;
import dev.rehome.bench.pause.PauseReport.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./rehome bench pause}: how long a tenant cannot write while it moves, with many tables and
 * hardly a row and with rows in few tables, near by and over a link, beside {@code pg_dump} of the
 * schema alone.
 */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = "How long a tenant cannot write while it moves, beside pg_dump of its schema.")
public final class PauseBench implements Callable<Integer> {
  private static final int FEW_TABLES = 8;
  private static final long FEW_ROWS = 40;
  private static final double MANY_TABLES_SECONDS = 4;
  private static final double FEW_TABLES_SECONDS = 2;

  @Option(
      names = "--tables",
      defaultValue = "138",
      description = "with hardly a row (${DEFAULT-VALUE})")
  private int tables;

  @Option(
      names = "--rows",
      defaultValue = "30000",
      description = "in " + FEW_TABLES + " tables (${DEFAULT-VALUE})")
  private long rows;

  @Option(
      names = "--link",
      defaultValue = "5",
      description = "milliseconds each way (${DEFAULT-VALUE})")
  private int link;

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
    try (PauseBed bed = PauseBed.start(directory, Duration.ofMillis(link))) {
      Figures figures = new Figures();
      List<Series> series = new ArrayList<>();
      series.add(measured(bed, new Shape(tables, FEW_ROWS), directory, figures));
      series.add(measured(bed, new Shape(FEW_TABLES, rows), directory, figures));
      String command =
          "./rehome bench pause --tables %d --rows %d --link %d --runs %d"
              .formatted(tables, rows, link, runs);
      String page =
          new PauseReport(command, bed.servers().machine(), bed.delay(), figures).page(series);
      System.out.println();
      System.out.println(page);
      if (report != null) {
        Files.writeString(report, page);
      }
      return 0;
    } finally {
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  private Series measured(PauseBed bed, Shape shape, Path directory, Figures figures)
      throws IOException, SQLException, InterruptedException {
    bed.fill(shape);
    Path scratch = directory.resolve("scratch");
    boolean many = shape.tables() == tables;
    Series series =
        new Series(
            new SchemaPipe(shape, false),
            new MoveUnderWrites(shape, false, scratch),
            new SchemaPipe(shape, true),
            new MoveUnderWrites(shape, true, scratch),
            many ? MANY_TABLES_SECONDS : FEW_TABLES_SECONDS,
            many);
    List<Contender<PauseBed>> contenders =
        List.of(series.nearPipe(), series.near(), series.farPipe(), series.far());
    Figures of = new Rounds<>(bed, PauseBed::renew, contenders).run(runs);
    of.names()
        .forEach(name -> of.sorted(name).forEach(t -> figures.add(new Figures.Figure(name, t))));
    return series;
  }
}
