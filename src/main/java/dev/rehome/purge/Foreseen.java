package dev.rehome.purge;

import dev.rehome.model.Finding;
import dev.rehome.model.Findings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a purge would delete.
 *
 * @param refusal why the control store would let none begin
 * @param cells those that are to be purged; none if all were
 */
public record Foreseen(Optional<String> refusal, List<OfCell> cells) {
  public Foreseen {
    cells = List.copyOf(cells);
  }

  /** Whether a purge would begin to delete. */
  public boolean allowed() {
    return refusal.isEmpty()
        && cells.stream().flatMap(cell -> cell.findings.stream()).noneMatch(Finding::blocks);
  }

  /**
   * One cell.
   *
   * @param there how much of each component
   * @param amounts the same in words
   */
  public record OfCell(
      String cell, String move, Map<String, Long> there, String amounts, List<Finding> findings) {
    public OfCell {
      there = Collections.unmodifiableMap(new LinkedHashMap<>(there));
      findings = Findings.grouped(findings);
    }
  }
}
