package dev.rehome.bench;

import dev.rehome.bench.ObjectsBed.Route;
import dev.rehome.sandbox.servers.S3Proxy;
import dev.rehome.settings.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./rehome bench objects}: the same objects by {@code rclone sync} and by moves, within a
 * store and from one to another, in turn, each into an empty bucket.
 */
@Command(
    name = "objects",
    mixinStandardHelpOptions = true,
    description = "rclone sync and moves, within a store and streamed, side by side and in turn.")
public final class ObjectsBench implements Callable<Integer> {
  private static final int NOT_HERE = 3;

  @Option(
      names = "--objects",
      split = ",",
      defaultValue = "10000,50",
      description = "how many; several numbers are measured one after the other (${DEFAULT-VALUE})")
  private List<Integer> objects;

  @Option(
      names = "--size",
      split = ",",
      defaultValue = "10KiB,20MiB",
      description = "of each object; one for each number of them (${DEFAULT-VALUE})")
  private List<String> sizes;

  @Option(names = "--runs", defaultValue = "5", description = "of each (${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--warm-ups",
      defaultValue = "2",
      description = "rounds before that do not count (${DEFAULT-VALUE})")
  private int warmUps;

  @Option(
      names = "--parallelism",
      defaultValue = "8",
      description = "requests at a time; rclone's transfers and checkers (${DEFAULT-VALUE})")
  private int parallelism;

  @Option(
      names = "--routes",
      split = ",",
      defaultValue = "server-side,streamed",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private List<Route> routes;

  @Option(names = "--report", description = "a Markdown file to write")
  private Path report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    List<Workload> workloads = workloads();
    Optional<String> rclone = Rclone.version();
    if (rclone.isEmpty()) {
      System.err.println(Rclone.HOW_TO_INSTALL);
      return NOT_HERE;
    }
    if (System.getProperty("rehome.log") == null) {
      System.setProperty("rehome.log", "warn");
    }
    String machine =
        "%s, %s, S3Proxy %s; load %s at the beginning"
            .formatted(Machine.told(), rclone.get(), S3Proxy.version(), Machine.load());
    Map<Workload, Figures> figures = new LinkedHashMap<>();
    for (Workload workload : workloads) {
      figures.put(workload, measured(workload));
    }
    String text = ObjectsReport.of(command(), machine, routes, figures);
    System.out.println();
    System.out.println(text);
    if (report != null) {
      Files.writeString(report, text);
    }
    return 0;
  }

  private Figures measured(Workload workload)
      throws IOException, SQLException, InterruptedException {
    Path directory = Files.createTempDirectory("rehome-bench-");
    System.out.println(workload + " are made");
    try (ObjectsBed bed = ObjectsBed.start(directory, workload)) {
      Path scratch = directory.resolve("scratch");
      List<Contender<ObjectsBed>> contenders = new ArrayList<>();
      for (Route route : routes) {
        contenders.add(new Rclone(route, parallelism));
        contenders.add(new ObjectsMove(route, parallelism, scratch));
      }
      return new Rounds<>(bed, ObjectsBed::renew, contenders).runWarm(warmUps, runs);
    } finally {
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  private List<Workload> workloads() {
    if (objects.size() != sizes.size()) {
      throw refused("--objects has %d numbers, --size %d".formatted(objects.size(), sizes.size()));
    }
    List<Workload> workloads = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      String size = sizes.get(i);
      long bytes =
          Sizes.bytes(size, Integer.MAX_VALUE / 2)
              .orElseThrow(() -> refused("--size must be one like 10KiB, got " + size));
      workloads.add(new Workload(objects.get(i), bytes));
    }
    return workloads;
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private String command() {
    return "./rehome bench objects --objects %s --size %s --runs %d --warm-ups %d --parallelism %d --routes %s"
        .formatted(
            String.join(",", objects.stream().map(String::valueOf).toList()),
            String.join(",", sizes),
            runs,
            warmUps,
            parallelism,
            String.join(",", routes.stream().map(Route::toString).toList()));
  }
}
