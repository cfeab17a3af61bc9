package dev.rehome.postgres.proof;

import dev.rehome.model.Move;
import dev.rehome.store.ObjectBook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** References, looked up in the move's list of objects, so many at a time. For one thread. */
final class NamedObjects {
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

  /** How many there are and how many name nothing; of those a digest of the names. */
  String shown() {
    flush();
    return "%d references, %d dangling%s"
        .formatted(
            count,
            dangling.count(),
            dangling.count() == 0 ? "" : " (" + dangling.sum().substring(0, 16) + ")");
  }
}
