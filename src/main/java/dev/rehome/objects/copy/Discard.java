package dev.rehome.objects.copy;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.Deletes;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.copy.way.Ours;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes away what a move wrote in the target: the objects of its book that are this move's own, and
 * its open uploads. What was there before, or was written since by somebody else, stays.
 *
 * @param confirm throws {@code StaleLease} when the control store knows a newer epoch of the move
 */
public record Discard(ObjectCells cells, ObjectBook book, Consumer<Move> confirm) {
  /**
   * Uploads first: one that ends meanwhile would be an object. The epoch is looked at before each
   * request: the store has no transaction that would.
   */
  public void run(Move move) {
    sweep(move);
    BucketSide source = cells.source(move);
    BucketSide target = target(move);
    Ours ours = new Ours(source, target);
    String before = "";
    for (long first = 1; ; first += BucketSide.PAGE) {
      List<ObjectEntry> entries = book.entries(move, first, first + BucketSide.PAGE - 1);
      if (entries.isEmpty()) {
        return;
      }
      Map<String, ObjectEntry> there = Arrived.of(target, before, entries);
      List<String> written =
          entries.stream()
              .filter(entry -> there.containsKey(entry.name()))
              .filter(entry -> ours.is(entry, there.get(entry.name())))
              .map(ObjectEntry::name)
              .toList();
      if (!written.isEmpty()) {
        Deletes.of(target, written);
        FailPoint.OBJECTS_BATCH_DISCARDED.reached();
      }
      before = entries.get(entries.size() - 1).name();
    }
  }

  /** Aborts the open uploads of this move. */
  public void sweep(Move move) {
    new OpenUploads(target(move))
        .abort(
            page -> {
              Map<String, ObjectEntry> ours =
                  book.find(move, page.stream().map(OpenUploads.Open::name).toList());
              return page.stream().filter(open -> ours.containsKey(open.name())).toList();
            });
  }

  private BucketSide target(Move move) {
    return cells.target(move).behind(new Confirmed(() -> confirm.accept(move)));
  }
}
