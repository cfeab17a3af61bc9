package dev.rehome.cli.show;

import java.io.Console;
import java.util.Optional;

/** Whether a person looks at the output. */
public final class Terminal {
  private Terminal() {}

  /** What a person types; empty where there is none. */
  public static Optional<String> ask(String question) {
    return present()
        ? Optional.ofNullable(System.console().readLine("%s", question))
        : Optional.empty();
  }

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
