package dev.rehome.cli.show;

import dev.rehome.model.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements that findings name as their remedy, for an administrator of each cell to run as
 * they stand; each once, in the order of the findings.
 */
final class MissingRights {
  private static final Pattern RUN_AT = Pattern.compile("run at (\\S+?)(?: as superuser)?");

  private MissingRights() {}

  /** By cell; notes ask for nothing. */
  static Map<String, List<String>> of(List<Finding> findings) {
    Map<String, Set<String>> statements = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Matcher runAt = RUN_AT.matcher(finding.advice());
      if (finding.blocks() && runAt.matches()) {
        statements
            .computeIfAbsent(runAt.group(1), c -> new LinkedHashSet<>())
            .addAll(finding.ready());
      }
    }
    Map<String, List<String>> ofCells = new LinkedHashMap<>();
    statements.forEach((cell, ofCell) -> ofCells.put(cell, List.copyOf(ofCell)));
    return ofCells;
  }

  /** As text: a comment that names the cell, then its statements. */
  static List<String> lines(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    of(findings)
        .forEach(
            (cell, statements) -> {
              lines.add("-- missing rights, to be given by an administrator of " + cell + ":");
              lines.addAll(statements);
            });
    return lines;
  }
}
