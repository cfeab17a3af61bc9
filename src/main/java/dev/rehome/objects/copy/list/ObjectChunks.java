package dev.rehome.objects.copy.list;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectBook.Listing;
import dev.rehome.store.objects.ObjectEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts the book into chunks of consecutive numbers. Holds one page of the book at a time. */
public final class ObjectChunks {
  /** So many requests at least, and a page of the target's listing. */
  static final int OBJECTS_MOST = 1000;

  private static final String SWEEP = "uploads";

  /** What is in the target is not copied again, as the rows of a chunk are: it may be larger. */
  private static final int BYTES_FACTOR = 8;

  private static final String FIRST = "first";
  private static final String LAST = "last";

  private final Move move;
  private final long bytesMax;
  private final List<Chunk> chunks = new ArrayList<>();
  private long first = 1;
  private long last;
  private long bytes;

  private ObjectChunks(Move move, long bytesMax) {
    this.move = move;
    this.bytesMax = bytesMax;
  }

  /**
   * The chunks of a listing that has ended.
   *
   * @param rowBytesMax how many bytes a chunk of rows holds: one of objects has eight times as
   *     many; an object that has more is one of its own
   */
  public static List<Chunk> of(ObjectBook book, Move move, Listing listing, long rowBytesMax) {
    ObjectChunks cut = new ObjectChunks(move, BYTES_FACTOR * rowBytesMax);
    for (long from = 1; from <= listing.objects(); from += OBJECTS_MOST) {
      book.entries(move, from, from + OBJECTS_MOST - 1).forEach(cut::add);
    }
    cut.end();
    return cut.chunks;
  }

  /** How many chunks so many objects of so many bytes are, about. */
  public static long about(long objects, long bytes, long rowBytesMax) {
    long bytesMax = BYTES_FACTOR * rowBytesMax;
    return Math.max((objects + OBJECTS_MOST - 1) / OBJECTS_MOST, (bytes + bytesMax - 1) / bytesMax);
  }

  private void add(ObjectEntry entry) {
    boolean full = entry.number() - first >= OBJECTS_MOST || bytes + entry.bytes() > bytesMax;
    if (full) {
      end();
    }
    last = entry.number();
    bytes += entry.bytes();
  }

  private void end() {
    if (last < first) {
      return;
    }
    chunks.add(
        new Chunk(
            move.id(),
            "objects",
            "objects/%d-%d".formatted(first, last),
            0,
            Map.of(
                FIRST,
                Long.toString(first),
                LAST,
                Long.toString(last),
                "objects",
                Long.toString(last - first + 1),
                "bytes",
                Long.toString(bytes))));
    first = last + 1;
    bytes = 0;
  }

  /**
   * The chunk after all others: uploads of the move that are open still are aborted, before the
   * application has anything of its own to do at the target.
   */
  public static Chunk sweep(Move move) {
    return new Chunk(move.id(), "objects", SWEEP, 1, Map.of());
  }

  /** Whether a chunk is {@link #sweep}. */
  public static boolean isSweep(Chunk chunk) {
    return chunk.id().equals(SWEEP);
  }

  /** The number of a chunk's first object. */
  public static long first(Chunk chunk) {
    return Long.parseLong(chunk.spec().get(FIRST));
  }

  /** The number of a chunk's last object. */
  public static long last(Chunk chunk) {
    return Long.parseLong(chunk.spec().get(LAST));
  }
}
