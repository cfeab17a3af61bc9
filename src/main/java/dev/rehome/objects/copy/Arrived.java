package dev.rehome.objects.copy;

import dev.rehome.objects.BucketSide;
import dev.rehome.store.ObjectEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What of some objects is in a bucket: one listing of their range. */
final class Arrived {
  private Arrived() {}

  /**
   * Those that are there, as the bucket has them, by name; numbered as they are in the list.
   *
   * @param before a name directly before the first of them; empty for none
   * @param entries in the order of the listing
   */
  static Map<String, ObjectEntry> of(BucketSide side, String before, List<ObjectEntry> entries) {
    Map<String, S3Object> listed = listed(side, before, entries);
    Map<String, ObjectEntry> found = new LinkedHashMap<>();
    for (ObjectEntry entry : entries) {
      S3Object seen = listed.get(entry.name());
      if (seen != null) {
        found.put(entry.name(), side.entry(entry.number(), seen));
      }
    }
    return found;
  }

  private static Map<String, S3Object> listed(
      BucketSide side, String before, List<ObjectEntry> entries) {
    Map<String, S3Object> found = new LinkedHashMap<>();
    if (entries.isEmpty()) {
      return found;
    }
    Set<String> names = entries.stream().map(ObjectEntry::name).collect(Collectors.toSet());
    String last = names.stream().max(Names.ORDER).orElseThrow();
    for (List<S3Object> page : side.listed(before)) {
      for (S3Object seen : page) {
        String name = side.name(seen.key());
        if (names.contains(name)) {
          found.put(name, seen);
        }
      }
      if (!page.isEmpty()
          && Names.ORDER.compare(side.name(page.get(page.size() - 1).key()), last) >= 0) {
        break;
      }
    }
    return found;
  }
}
