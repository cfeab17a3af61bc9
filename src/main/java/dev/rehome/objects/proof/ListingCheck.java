package dev.rehome.objects.proof;

import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.ObjectCells;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Whether the target holds every object of the list, and together as many bytes.
 *
 * <p>What it holds besides was there before the move, which pre-flight has told, or came since,
 * which nobody may have written: the tenant is not served there yet. The two are told apart by the
 * store's own clock: others that are more than a minute older than the oldest object of the list in
 * the target are counted and pass; newer ones fail. A mirrored move has written nothing: every
 * other object fails it.
 */
final class ListingCheck {
  /** How far a store's clock may differ from one of its servers to the next. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final ObjectCells cells;
  private final ObjectBook book;

  ListingCheck(ObjectCells cells, ObjectBook book) {
    this.cells = cells;
    this.book = book;
  }

  Verdict check(Move move, PlannedCheck check) {
    Roll roll = new Roll(book, move);
    Others others = new Others();
    Instant oldest = Instant.MAX;
    long bytes = 0;
    for (List<ObjectEntry> page : cells.target(move).pages("")) {
      Map<String, ObjectEntry> listed =
          book.find(move, page.stream().map(ObjectEntry::name).toList());
      for (ObjectEntry seen : page) {
        ObjectEntry entry = listed.get(seen.name());
        if (entry == null) {
          others.add(seen);
        } else if (roll.answers(entry.number())) {
          bytes += seen.bytes();
          oldest = seen.modified().isBefore(oldest) ? seen.modified() : oldest;
        }
      }
    }
    FewNames late = others.since(move.options().mirrored() ? Instant.MIN : minus(oldest));
    boolean passed = roll.isComplete() && bytes == roll.list().bytes() && late.isEmpty();
    return new Verdict(
        check,
        passed,
        counted(roll.list().objects(), roll.list().bytes())
            + (roll.list().complete() ? "" : ", not listed to the end"),
        counted(roll.present(), bytes) + others + missing(roll) + told("not ours: ", late));
  }

  private static Instant minus(Instant oldest) {
    return oldest.equals(Instant.MAX) ? Instant.MAX : oldest.minus(CLOCKS);
  }

  private static String counted(long objects, long bytes) {
    return "%,d objects, %,d bytes".formatted(objects, bytes);
  }

  private static String missing(Roll roll) {
    FewNames missing = new FewNames();
    roll.absent(missing, "missing");
    return told("", missing);
  }

  private static String told(String what, FewNames names) {
    return names.isEmpty() ? "" : "; " + what + names;
  }
}
