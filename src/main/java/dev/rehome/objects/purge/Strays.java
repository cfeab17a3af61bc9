package dev.rehome.objects.purge;

import dev.rehome.model.Move;
import dev.rehome.objects.FewNames;
import dev.rehome.store.ObjectBook;
import dev.rehome.store.ObjectEntry;
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
      ObjectEntry entry = listed.get(seen.name());
      if (entry == null) {
        strays.add(seen.name(), "not of the move");
      } else if (!entry.isStill(seen)) {
        strays.add(seen.name(), "written " + seen.modified());
      }
    }
    return strays;
  }
}
