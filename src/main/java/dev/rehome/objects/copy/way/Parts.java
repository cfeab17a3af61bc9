package dev.rehome.objects.copy.way;

import dev.rehome.model.MoveFailed;
import dev.rehome.store.objects.ObjectEntry;

/**
 * Which objects are copied in parts, and how large these are.
 *
 * @param above larger objects go in parts
 * @param least bytes of a part
 * @param most bytes of a part
 */
public record Parts(long above, long least, long most) {
  /** As S3 has it. */
  static final int COUNT_MOST = 10_000;

  private static final long MIB = 1L << 20;

  /**
   * Parts that go through our memory. An upload of two or three costs more than it gains: four
   * requests besides, and a store that puts the parts together.
   */
  public static Parts streamed(long partBytes, Memory memory) {
    long most = Math.min(memory.most(), 1L << 30);
    return new Parts(Math.min(3 * partBytes, most), Math.min(partBytes, most), most);
  }

  /** Parts that the store copies by itself: a request of ours may take so long and no longer. */
  public static Parts serverSide(long partBytes) {
    return new Parts(32 * partBytes, 16 * partBytes, 5L << 30);
  }

  public boolean wanted(ObjectEntry entry) {
    return entry.bytes() > above;
  }

  /**
   * How large the parts of an object are.
   *
   * @throws MoveFailed when it cannot be copied in so many parts as a store takes
   */
  long bytes(ObjectEntry entry) {
    long needed = (entry.bytes() + COUNT_MOST - 1) / COUNT_MOST;
    long part = Math.max(least, (needed + MIB - 1) / MIB * MIB);
    if (part > most) {
      throw new MoveFailed(
          "%s has %d bytes, in %d parts at most: a part would have %d, more than the %d that fit a quarter of the heap; give the program a larger one (REHOME_JAVA_OPTS=-Xmx…)"
              .formatted(entry.name(), entry.bytes(), COUNT_MOST, part, most));
    }
    return part;
  }

  /** How many parts an object has. */
  static int count(ObjectEntry entry, long part) {
    return (int) ((entry.bytes() + part - 1) / part);
  }
}
