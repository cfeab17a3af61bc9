package dev.rehome.objects.proof;

import dev.rehome.objects.FewNames;
import dev.rehome.store.objects.ObjectEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Objects that are not in the list: all are counted, the newest are kept. Not thread safe. */
final class Others {
  private static final int KEPT_MOST = 5;

  private final PriorityQueue<ObjectEntry> newest =
      new PriorityQueue<>(Comparator.comparing(ObjectEntry::modified));
  private long count;

  void add(ObjectEntry other) {
    count++;
    newest.add(other);
    if (newest.size() > KEPT_MOST) {
      newest.remove();
    }
  }

  /** The newest that were written then or later; there may be more. */
  FewNames since(Instant moment) {
    FewNames names = new FewNames();
    newest.stream()
        .filter(other -> !other.modified().isBefore(moment))
        .forEach(other -> names.add(other.name()));
    return names;
  }

  @Override
  public String toString() {
    return count == 0 ? "" : " (+%,d others)".formatted(count);
  }
}
