package dev.rehome.sandbox.demo;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** How many rows may be asked for. */
final class SandboxRows {
  /** With fewer, some of its tables would hold none of some tenant. */
  private static final int LEAST = 1_000;

  private SandboxRows() {}

  static void require(CommandSpec command, int rows) {
    if (rows < LEAST) {
      throw new ParameterException(
          command.commandLine(), "--rows must be at least %d, got %d".formatted(LEAST, rows));
    }
  }
}
