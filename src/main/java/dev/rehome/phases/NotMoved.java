package dev.rehome.phases;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.settings.Cell;
import dev.rehome.settings.YetToCome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds what is configured for a move's cells and is not done by this version: never silence. */
public final class NotMoved {
  private final Function<String, Optional<Cell>> cells;

  public NotMoved(Function<String, Optional<Cell>> cells) {
    this.cells = cells;
  }

  /** A store of the source blocks unless the job leaves it behind; other settings are told. */
  public List<Finding> find(Move move) {
    List<Finding> findings = new ArrayList<>();
    for (String group : groups(move.source())) {
      if (YetToCome.NAMES.contains(group)) {
        if (!move.options().leaveBehind().contains(group)) {
          findings.add(
              Finding.blocking(
                  group,
                  move.source(),
                  "is configured, and this version does not move it",
                  "take rehome.cell.%s.%s.* out, or say leave-behind: [%s] in the job"
                      .formatted(move.source(), group, group)));
        }
      } else {
        findings.add(unused(move.source(), group));
      }
    }
    groups(move.target()).stream()
        .filter(group -> !YetToCome.NAMES.contains(group))
        .forEach(group -> findings.add(unused(move.target(), group)));
    return findings;
  }

  private static Finding unused(String cell, String group) {
    return Finding.note(
        "rehome",
        cell + " " + group,
        "is configured, and this version does not look at it",
        "do by hand what it stands for");
  }

  private Set<String> groups(String cell) {
    Set<String> groups = new TreeSet<>();
    cells
        .apply(cell)
        .map(Cell::other)
        .orElse(Map.of())
        .keySet()
        .forEach(key -> groups.add(key.split("\\.", 2)[0]));
    return groups;
  }
}
