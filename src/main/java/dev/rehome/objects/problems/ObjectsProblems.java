package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.objects.ObjectCells;
import java.util.List;

/** Placeholder of branch copy: that of branch proof takes its place. */
public final class ObjectsProblems {
  public ObjectsProblems(ObjectCells cells) {}

  public List<Finding> find(Move move) {
    return List.of();
  }
}
