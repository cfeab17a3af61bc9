package dev.rehome.objects.purge;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.Places;
import dev.rehome.store.Leftover;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import java.util.List;

/** The cell that serves the tenant now, before the last copy elsewhere is deleted. Reads only. */
final class ServingBucket {
  private ServingBucket() {}

  /** {@code MoveFailed} when it has no objects, or they are those that would be deleted. */
  static BucketSide side(ObjectCells cells, Leftover leftover) {
    BucketSide serving = cells.side(leftover.serving(), leftover.move().tenant());
    BucketSide source = cells.source(leftover.move());
    if (Places.overlap(source, serving)) {
      throw new MoveFailed(
          "%s and %s, which serves the tenant, are the same place, or one lies in the other"
              .formatted(source, serving));
    }
    return serving;
  }

  /**
   * Whether it holds any object that the move has listed, whatever its content is by now: an
   * application deletes objects, but one that is empty may not be the one that serves.
   */
  static boolean holdsAny(BucketSide serving, ObjectBook book, Move move) {
    for (List<ObjectEntry> page : serving.pages("")) {
      if (!book.find(move, page.stream().map(ObjectEntry::name).toList()).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
