package dev.rehome.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehome.journal.read.Moved;
import dev.rehome.model.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./rehome demo}: 0 when every claim holds, 1 when one does not, 3 when it cannot run. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Starts real servers, seeds tenants, moves one under write load, prints the checks, ends.")
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--rows",
      defaultValue = "200000",
      description = "about how many (${DEFAULT-VALUE})")
  private int rows;

  @Spec private CommandSpec spec;

  @Option(names = "--keep", description = "leave the servers running until Ctrl-C")
  private boolean keep;

  @Option(names = "--json", description = "print one JSON object and nothing else")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    SandboxRows.require(spec, rows);
    if (System.getProperty("rehome.log") == null) {
      System.setProperty("rehome.log", "warn");
    }
    long start = System.nanoTime();
    Screen screen = json ? Screen.dark(System.out) : Screen.of(System.out);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> quiet(screen)));
    try {
      return run(screen, start);
    } catch (SQLException | IOException | RuntimeException e) {
      // picocli would end with the same status, but without the line that people look for
      screen.bad("FAILED: it could not run to its end: " + Reason.of(e));
      if (json) {
        System.out.println(DemoReport.json(e));
      }
      LoggerFactory.getLogger(DemoCommand.class).debug("the demo failed", e);
      return 1;
    }
  }

  /**
   * After Ctrl-C the servers vanish under everything that still runs: nobody needs to read that.
   */
  private static void quiet(Screen screen) {
    screen.mute();
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
  }

  private int run(Screen screen, long start)
      throws SQLException, IOException, InterruptedException {
    screen.heading("Real servers start in a temporary directory");
    try (LiveSandbox live = LiveSandbox.start(Optional.empty(), rows)) {
      screen.table(LiveSandbox.DESCRIBED, live.description());
      screen.line("  fsync is off: throw-away data. Times here say little about your disks.");
      DemoReport report = new Demo(live.sandbox(), screen).run();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      show(screen, report, took);
      if (json) {
        System.out.println(report.json(took));
      }
      if (keep) {
        SandboxCommand.stay(screen, live.sandbox(), Optional.empty());
      }
      return report.passed() ? 0 : 1;
    }
  }

  private static void show(Screen screen, DemoReport report, Duration took) {
    Moved.Story story = report.story();
    screen.heading("Phases");
    screen.table(
        List.of("phase", "took"),
        story.phases().stream()
            .map(phase -> List.of(phase.phase(), Screen.seconds(phase.took())))
            .toList());
    screen.line(
        "  %d chunks, %s%.1f MiB"
            .formatted(
                story.progress().chunksDone(),
                DemoMove.counts(story.progress()),
                story.progress().bytes() / (double) (1 << 20)));
    screen.heading("Checks, both values (of long ones the end; --json has them whole)");
    CheckTables.show(screen, story.checks());
    screen.heading("The write pause of acme");
    screen.table(
        List.of("measured", "length"),
        List.of(
            List.of(
                "by the writers: the longest time without an acknowledged write",
                Screen.seconds(report.pauseOfWriters())),
            List.of(
                "by the journal: from the fence to RESUME's end",
                Screen.seconds(report.pauseOfJournal()))));
    screen.line(
        "  lock waits caused to others: %d, longest %d ms"
            .formatted(story.lockWaits().waits(), story.lockWaits().longest().toMillis()));
    screen.heading("What an operator asks the control store");
    report.questions().forEach(question -> question.show(screen));
    screen.heading("Claims");
    for (Fact fact : report.facts()) {
      String line = "%s: %s".formatted(fact.claim(), fact.seen());
      if (fact.holds()) {
        screen.good("  holds   " + line);
      } else {
        screen.bad("  FAILED  " + line);
      }
    }
    screen.line("");
    if (report.passed()) {
      screen.good(report.verdict(took));
    } else {
      screen.bad(report.verdict(took));
    }
  }
}
