package dev.rehome.cli.show;

import dev.rehome.journal.read.Moved;

/** Where a move is, in a few words. */
final class Steps {
  private Steps() {}

  static String of(Moved moved) {
    String what =
        switch (moved.cleanUp()) {
          case "pending" -> "UNDO    " + moved.status() + ", cleaning up";
          case "done" -> "UNDO    " + moved.status() + ", clean";
          default -> "%-9s %s".formatted(moved.phase(), step(moved));
        };
    return "%s  %s".formatted(moved.move(), what);
  }

  private static String step(Moved moved) {
    if (moved.status().equals("paused")) {
      return "paused by an operator";
    }
    return moved.mark().equals("INTENT") ? "begun" : "done";
  }
}
