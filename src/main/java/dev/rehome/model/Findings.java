package dev.rehome.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Findings as people read them: a cause once, with all that it is true of. */
public final class Findings {
  private Findings() {}

  private record Cause(
      boolean blocks, String component, String place, String problem, String advice) {}

  /**
   * One finding for each cause, in the order in which the causes came up first; its instances in
   * theirs, each once. Grouping what is grouped changes nothing.
   */
  public static List<Finding> grouped(List<Finding> findings) {
    Map<Cause, Set<Finding.Instance>> causes = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Cause cause =
          new Cause(
              finding.blocks(),
              finding.component(),
              finding.place(),
              finding.problem(),
              finding.advice());
      causes.computeIfAbsent(cause, c -> new LinkedHashSet<>()).addAll(finding.instances());
    }
    List<Finding> grouped = new ArrayList<>();
    causes.forEach(
        (cause, instances) ->
            grouped.add(
                new Finding(
                    cause.blocks,
                    cause.component,
                    cause.place,
                    List.copyOf(instances),
                    cause.problem,
                    cause.advice)));
    return grouped;
  }
}
