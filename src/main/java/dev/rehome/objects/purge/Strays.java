package dev.rehome.objects.purge;

import dev.rehome.model.Move;
import dev.rehome.objects.FewNames;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import java.util.List;
import java.util.Map;

/** Objects of the source that are not what the move has listed there. */
final class Strays {
  private Strays() {}

  static FewNames of(ObjectBook book, Move move, List<ObjectEntry> page) {
    FewNames strays = new FewNames();
    Map<String, ObjectEntry> listed =
        book.find(move, page.stream().map(ObjectEntry::name).toList());
    for (ObjectEntry seen : page) {
      String why = why(listed.get(seen.name()), seen);
      if (!why.isEmpty()) {
        strays.add(seen.name(), why);
      }
    }
    return strays;
  }

  /**
   * Why an object is one; empty if it is none.
   *
   * @param entry as the move has listed it; null if it has not
   */
  static String why(ObjectEntry entry, ObjectEntry seen) {
    if (entry == null) {
      return "not of the move";
    }
    return entry.isStill(seen) ? "" : "written " + seen.modified();
  }
}
