package dev.rehome.bench;

import java.util.List;
import java.util.Locale;

/** How many times as fast something is, and what was promised of it: a table in Markdown. */
final class Promises {
  private Promises() {}

  /** One line. */
  record Promise(String what, double is, double atLeast) {
    private String line() {
      return String.format(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %s |%n",
          what,
          is,
          atLeast,
          is >= atLeast ? "yes" : "**no**");
    }
  }

  static String table(List<Promise> promises) {
    StringBuilder text =
        new StringBuilder(
            "\n| how many times as fast | is | promised: at least | kept |\n|---|---|---|---|\n");
    promises.forEach(promise -> text.append(promise.line()));
    return text.toString();
  }
}
