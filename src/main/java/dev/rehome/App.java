package dev.rehome;

import dev.rehome.cli.Rehome;
import dev.rehome.sandbox.DemoCommand;
import dev.rehome.sandbox.SandboxCommand;

/** The program. */
public final class App {
  private App() {}

  /** Ends the JVM with the command's exit status, whatever threads are still there. */
  public static void main(String[] args) {
    int status = Rehome.run(args, new DemoCommand(), new SandboxCommand());
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }
}
