package dev.rehome.postgres.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A digest of things in any order, of which equal ones count: the sum of their SHA-256. */
final class SumDigest {
  private final MessageDigest sha256;
  private final long[] sums = new long[4];
  private long count;

  SumDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

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
