package dev.rehome.bench;

import dev.rehome.bench.pause.PauseBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./rehome bench}: how fast a component is, beside the tools that people know. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures a component beside the tools that people know.",
    subcommands = {PostgresBench.class, PauseBench.class, ObjectsBench.class})
public final class BenchCommand implements Callable<Integer> {
  private static final int BAD_REQUEST = 2;

  @Spec private CommandSpec spec;

  /** Without the name of a component there is nothing to measure. */
  @Override
  public Integer call() {
    System.err.println(spec.commandLine().getUsageMessage());
    return BAD_REQUEST;
  }
}
