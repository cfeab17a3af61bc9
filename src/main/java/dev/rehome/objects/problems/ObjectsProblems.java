package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.Places;
import dev.rehome.store.Gauge;
import java.util.ArrayList;
import java.util.List;

/**
 * All that speaks against moving a tenant's objects, at once. Reads only, and lists both prefixes
 * once; the list of objects that the move works on is not written yet. Whether the target may be
 * written is not tried.
 */
public final class ObjectsProblems {
  static final String COMPONENT = "objects";

  private final ObjectCells cells;
  private final Gauge gauge;

  public ObjectsProblems(ObjectCells cells) {
    this(cells, Gauge.NONE);
  }

  /**
   * @param gauge told how many objects have been listed
   */
  public ObjectsProblems(ObjectCells cells, Gauge gauge) {
    this.gauge = gauge;
    this.cells = cells;
  }

  /** Nothing when the source has no objects, or the job leaves them behind. */
  public List<Finding> find(Move move) {
    boolean there = cells.find(move.target()).isPresent();
    if (cells.find(move.source()).isEmpty()
        || (!there && move.options().leaveBehind().contains(COMPONENT))) {
      return List.of();
    }
    BucketSide source = cells.source(move);
    List<Finding> findings = new ArrayList<>(CellProblems.isolation(cells, source, move.tenant()));
    List<Finding> access = new ArrayList<>(Access.problems(source));
    boolean readable = access.isEmpty();
    if (readable) {
      findings.addAll(PolicyProblems.ofSource(source, move, cells.turns()));
    }
    if (!there) {
      findings.add(CellProblems.lacking(source, move.target()));
      findings.addAll(access);
      if (readable) {
        findings.addAll(SourceProblems.alone(source));
      }
      return findings;
    }
    BucketSide target = cells.target(move);
    findings.addAll(CellProblems.isolation(cells, target, move.tenant()));
    boolean same = Places.overlap(source, target);
    if (same) {
      findings.add(CellProblems.same(source, target));
    }
    List<Finding> targetAccess = Access.ofTarget(target, move);
    access.addAll(targetAccess);
    findings.addAll(access);
    if (readable && (same || !targetAccess.isEmpty())) {
      findings.addAll(SourceProblems.alone(source));
    } else if (readable) {
      findings.addAll(new SourceProblems(source, target).find(move, cells, gauge));
    }
    if (targetAccess.isEmpty()) {
      findings.addAll(TargetObjectProblems.find(target));
      findings.addAll(PolicyProblems.ofTarget(target, move, cells.turns()));
    }
    return findings;
  }
}
