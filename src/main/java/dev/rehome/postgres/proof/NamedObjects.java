package dev.rehome.postgres.proof;

import dev.rehome.model.Move;
import dev.rehome.store.objects.ObjectBook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** References, looked up in the move's list of objects, so many at a time. For one thread. */
final class NamedObjects {
  static final String NONE = "0 dangling";
  private static final int BATCH = 1000;

  private final ObjectBook book;
  private final Move move;
  private final List<ObjectAddress> batch = new ArrayList<>();
  private final SumDigest dangling = new SumDigest();
  private long count;

  NamedObjects(ObjectBook book, Move move) {
    this.book = book;
    this.move = move;
  }

  void add(ObjectAddress address) {
    count++;
    batch.add(address);
    if (batch.size() == BATCH) {
      flush();
    }
  }

  /** A URL's escapes may also be part of the name, if it was never encoded. */
  private void flush() {
    Set<String> names = new HashSet<>();
    for (ObjectAddress address : batch) {
      names.add(address.name());
      names.add(address.written());
    }
    Set<String> found = book.find(move, names).keySet();
    for (ObjectAddress address : batch) {
      if (!found.contains(address.name()) && !found.contains(address.written())) {
        dangling.add(new byte[0], address.name());
      }
    }
    batch.clear();
  }

  /** How many of them name nothing, and of their names a digest. */
  String dangling() {
    flush();
    return dangling.count() == 0
        ? NONE
        : "%d dangling (%s)".formatted(dangling.count(), dangling.sum().substring(0, 16));
  }

  String shown() {
    return count + " references, " + dangling();
  }
}
