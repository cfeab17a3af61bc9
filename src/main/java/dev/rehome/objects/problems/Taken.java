package dev.rehome.objects.problems;

import dev.rehome.objects.BucketSide;
import java.util.BitSet;
import java.util.List;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The names that the target holds, in at most 16 MiB however many they are: a name that is not
 * among them is told for sure, one that may be has to be asked for.
 */
final class Taken {
  private static final int BITS = 27;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final BitSet sieve = new BitSet();
  private long objects;
  private long bytes;

  static Taken of(BucketSide target) {
    Taken taken = new Taken();
    for (List<S3Object> page : target.listed()) {
      for (S3Object object : page) {
        taken.objects++;
        taken.bytes += object.size();
        taken.sieve.set(bit(target.name(object.key())));
      }
    }
    return taken;
  }

  private static int bit(String name) {
    return (int) ((name.hashCode() * MIX) >>> (Long.SIZE - BITS));
  }

  boolean mayHold(String name) {
    return sieve.get(bit(name));
  }

  long objects() {
    return objects;
  }

  long bytes() {
    return bytes;
  }
}
