package dev.rehome.objects.fence;

import dev.rehome.model.Move;
import dev.rehome.objects.ObjectCells;

/** Placeholder of branch copy: that of branch proof takes its place. */
public final class BucketPolicy {
  public BucketPolicy(ObjectCells cells) {}

  public void close(Move move) {}

  public void lift(Move move) {}
}
