package dev.rehome;

import dev.rehome.sandbox.DemoCommand;
import dev.rehome.sandbox.SandboxCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. */
@Command(
    name = "rehome",
    subcommands = {DemoCommand.class, SandboxCommand.class})
public final class App {
  private App() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new App()).execute(args));
  }
}
