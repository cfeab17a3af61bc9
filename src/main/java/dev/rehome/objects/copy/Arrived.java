package dev.rehome.objects.copy;

import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What of some objects is in a bucket: one listing of their range. */
final class Arrived {
  private Arrived() {}

  /**
   * Those that are there, as the bucket has them, by name.
   *
   * @param before a name directly before the first of them; empty for none
   * @param entries in the order of the listing
   */
  static Map<String, ObjectEntry> of(BucketSide side, String before, List<ObjectEntry> entries) {
    Map<String, ObjectEntry> found = new LinkedHashMap<>();
    if (entries.isEmpty()) {
      return found;
    }
    Set<String> names = entries.stream().map(ObjectEntry::name).collect(Collectors.toSet());
    String last = names.stream().max(NameOrder.ORDER).orElseThrow();
    for (List<ObjectEntry> page : side.pages(before)) {
      for (ObjectEntry seen : page) {
        if (names.contains(seen.name())) {
          found.put(seen.name(), seen);
        }
      }
      if (!page.isEmpty() && NameOrder.ORDER.compare(page.get(page.size() - 1).name(), last) >= 0) {
        break;
      }
    }
    return found;
  }
}
