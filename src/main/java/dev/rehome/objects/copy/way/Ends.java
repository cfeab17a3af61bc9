package dev.rehome.objects.copy.way;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.throttle.Throttle;
import java.util.function.Supplier;

/**
 * Between what a move copies.
 *
 * @param leaving bounds the bytes that leave the source
 * @param arriving bounds those that reach the target
 */
public record Ends(
    Move move, BucketSide source, BucketSide target, Throttle leaving, Throttle arriving) {

  /** Counts bytes that are about to be copied, and waits for as long as the bounds want it. */
  void pay(long bytes) {
    Throttle.take((int) Math.min(bytes, Integer.MAX_VALUE), leaving, arriving);
  }

  /** A request that the source answers only if the object is what was listed. */
  <T> T unchanged(ObjectEntry entry, Supplier<T> request) {
    try {
      return request.get();
    } catch (MoveFailed e) {
      if (Answers.status(e) == Answers.CHANGED) {
        throw changed(entry, e);
      }
      if (Answers.status(e) == Answers.NOT_FOUND && e.getMessage().contains("NoSuchKey")) {
        throw new MoveFailed(
            "%s: %s/%s was deleted during the move"
                .formatted(source.cell(), source.bucket(), source.key(entry.name())),
            e);
      }
      throw e;
    }
  }

  /** The same for what was read: for stores that do not look at the condition. */
  void requireUnchanged(ObjectEntry entry, String etag, long bytes) {
    boolean same = bytes == 0 || entry.etag().equals(Answers.unquoted(etag));
    if (entry.bytes() != bytes || !same) {
      throw changed(entry, null);
    }
  }

  private MoveFailed changed(ObjectEntry entry, MoveFailed cause) {
    return new MoveFailed(
        "%s: %s/%s was written during the move: it is no longer the object of %d bytes with ETag %s that was listed"
            .formatted(
                source.cell(),
                source.bucket(),
                source.key(entry.name()),
                entry.bytes(),
                entry.etag()),
        cause);
  }

  /** The condition; null for an object without content, of which S3Proxy gives several ETags. */
  static String quoted(ObjectEntry entry) {
    return entry.bytes() == 0 ? null : '"' + entry.etag() + '"';
  }
}
