package dev.rehome.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehome.sandbox.ObjectFiles.File;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * A tenant's files in one line.
 *
 * @param digest hexadecimal SHA-256 over every name, content and header
 */
record ObjectSum(int objects, long bytes, String digest) {
  private static final int SHOWN = 8;

  static ObjectSum of(SortedMap<String, File> files) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      files.forEach((name, file) -> sha256.update((name + "\n" + file + "\n").getBytes(UTF_8)));
      return new ObjectSum(
          files.size(),
          files.values().stream().mapToLong(File::bytes).sum(),
          HexFormat.of().formatHex(sha256.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** For a reader; of the digest the end. */
  @Override
  public String toString() {
    return "%s objects, %.1f MiB, digest …%s"
        .formatted(
            Screen.count(objects),
            bytes / (double) (1 << 20),
            digest.substring(digest.length() - SHOWN));
  }
}
