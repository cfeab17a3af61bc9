package dev.rehome.cli.show;

import java.io.Console;

/** Whether a person looks at the output. */
final class Terminal {
  private Terminal() {}

  /** From Java 22 on there is a console without a terminal too; it tells by itself. */
  @SuppressWarnings("SystemConsoleNull") // asked below
  static boolean present() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
