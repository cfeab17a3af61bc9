package dev.rehome.cli.show;

import dev.rehome.model.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements that findings name as their remedy, for an administrator of each cell to run as
 * they stand; each once, in the order of the findings.
 */
final class MissingRights {
  private static final Pattern REMEDY =
      Pattern.compile("run at (\\S+?)(?: as superuser)?: (.*;)", Pattern.DOTALL);

  private MissingRights() {}

  /** By cell; notes ask for nothing. */
  static Map<String, List<String>> of(List<Finding> findings) {
    Map<String, List<String>> statements = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Matcher remedy = REMEDY.matcher(finding.remedy());
      if (finding.blocks() && remedy.matches()) {
        List<String> ofCell =
            statements.computeIfAbsent(remedy.group(1), cell -> new ArrayList<>());
        if (!ofCell.contains(remedy.group(2))) {
          ofCell.add(remedy.group(2));
        }
      }
    }
    return statements;
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
