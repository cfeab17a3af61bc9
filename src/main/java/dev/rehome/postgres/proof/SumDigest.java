package dev.rehome.postgres.proof;

import dev.rehome.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A digest of things in any order, of which equal ones count: the sum of their SHA-256. */
final class SumDigest {
  private final MessageDigest sha256 = Sha256.begin();
  private final long[] sums = new long[4];
  private long count;

  void add(byte[] first, String second) {
    sha256.update(first);
    sha256.update((byte) '\t');
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(second.getBytes(StandardCharsets.UTF_8)));
    for (int i = 0; i < sums.length; i++) {
      sums[i] += hash.getLong();
    }
    count++;
  }

  long count() {
    return count;
  }

  /** Hexadecimal. */
  String sum() {
    return "%016x%016x%016x%016x".formatted(sums[0], sums[1], sums[2], sums[3]);
  }
}
