package dev.rehome.cli.commands;

import dev.rehome.Assembly;
import dev.rehome.cli.show.Output;
import dev.rehome.cli.work.Common;
import dev.rehome.cli.work.Interrupts;
import dev.rehome.inbox.JobParser;
import dev.rehome.journal.ControlStore;
import dev.rehome.patience.Patience;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The pipeline, until Ctrl-C or SIGTERM. */
@Command(name = "run", description = "works on moves, and takes jobs from the inbox")
public final class RunCommand implements Callable<Integer> {
  private static final Duration STOP_MAX = Duration.ofSeconds(60);

  @Mixin private Common common;

  @Override
  public Integer call() {
    CountDownLatch end = new CountDownLatch(1);
    Output output = common.output();
    Settings settings = common.settings();
    JobParser parser = common.parser(settings);
    Pipeline pipeline =
        Pipeline.start(
            Assembly.wire(
                common.kinds(), settings, ControlStore.open(settings.control()), Optional.empty()),
            common.routes(),
            parser::parse,
            true);
    Interrupts interrupts = Interrupts.listen(() -> Runtime.getRuntime().halt(3), end::countDown);
    output.say(
        "running: job files go to %s; Ctrl-C ends".formatted(settings.inbox().toAbsolutePath()));
    while (!interrupts.pressed() && !interrupts.terminated()) {
      Patience.pause(Duration.ofMillis(100), "this ran");
    }
    output.say("ending: moves are left at their next chunk's end");
    pipeline.stop(STOP_MAX);
    return 0;
  }
}
