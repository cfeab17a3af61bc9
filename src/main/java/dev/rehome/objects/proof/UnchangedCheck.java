package dev.rehome.objects.proof;

import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.ObjectCells;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import java.util.List;
import java.util.Map;

/**
 * Whether the source, listed again, is what it was: the same names, sizes, ETags and moments of the
 * last write. Whatever is not is a write that has slipped past the drain; it is named.
 */
final class UnchangedCheck {
  private final ObjectCells cells;
  private final ObjectBook book;

  UnchangedCheck(ObjectCells cells, ObjectBook book) {
    this.cells = cells;
    this.book = book;
  }

  Verdict check(Move move, PlannedCheck check) {
    Roll roll = new Roll(book, move);
    FewNames culprits = new FewNames();
    for (List<ObjectEntry> page : cells.source(move).pages("")) {
      Map<String, ObjectEntry> listed =
          book.find(move, page.stream().map(ObjectEntry::name).toList());
      for (ObjectEntry seen : page) {
        ObjectEntry entry = listed.get(seen.name());
        if (entry == null) {
          culprits.add(seen.name(), "new");
        } else {
          roll.answers(entry.number());
          if (!entry.isStill(seen)) {
            culprits.add(seen.name(), "written " + seen.modified());
          }
        }
      }
    }
    long gone = roll.list().objects() - roll.present();
    if (gone > 0) {
      roll.absent(culprits, "gone");
    }
    boolean passed = roll.isComplete() && culprits.isEmpty();
    return new Verdict(
        check,
        passed,
        "%,d objects now%s"
            .formatted(roll.present(), culprits.isEmpty() ? "" : "; changed: " + culprits),
        "%,d objects listed%s"
            .formatted(roll.list().objects(), roll.list().complete() ? "" : ", not to the end"));
  }
}
