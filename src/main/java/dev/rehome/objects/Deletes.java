package dev.rehome.objects;

import java.util.List;

/** Deletes objects of a cell. */
@FunctionalInterface
public interface Deletes {
  /** So many at a time, at most: S3's own limit. */
  int MOST = 1000;

  /**
   * Deletes objects; one that is gone already is deleted.
   *
   * @param names at most {@link #MOST}
   * @throws dev.rehome.model.PassingFault when some were not, and another try may delete them
   * @throws dev.rehome.model.MoveFailed naming one that was not, otherwise
   */
  void delete(BucketSide side, List<String> names);
}
