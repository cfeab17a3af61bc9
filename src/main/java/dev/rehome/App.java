package dev.rehome;

import dev.rehome.bench.BenchCommand;
import dev.rehome.cli.Rehome;
import dev.rehome.patience.Patience;
import dev.rehome.sandbox.demo.DemoCommand;
import dev.rehome.sandbox.demo.SandboxCommand;
import java.time.Duration;
import picocli.CommandLine;

/** The program. */
public final class App {
  private static final long HOOKS_MILLIS = 20_000;

  private App() {}

  /**
   * Ends the JVM with the command's exit status, whatever threads are still there, and within a
   * bounded while, whatever its shutdown hooks do.
   */
  public static void main(String[] args) {
    int status = line().execute(args);
    System.out.flush();
    Thread last = new Thread(() -> haltLater(status), "last");
    last.setDaemon(true);
    last.start();
    System.exit(status);
  }

  /** All commands of the program. */
  static CommandLine line() {
    return Rehome.line(Registry.KINDS, new DemoCommand(), new SandboxCommand(), new BenchCommand());
  }

  private static void haltLater(int status) {
    Patience.pause(Duration.ofMillis(HOOKS_MILLIS), "hooks ended");
    Runtime.getRuntime().halt(status);
  }
}
