package dev.rehome.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehome.digest.Sha256;
import dev.rehome.sandbox.product.ObjectFiles.File;
import java.security.MessageDigest;
import java.util.SortedMap;

/**
 * A tenant's files in one line.
 *
 * @param digest hexadecimal SHA-256 over every name, content and header
 */
record ObjectSum(int objects, long bytes, String digest) {
  private static final int SHOWN = 8;

  static ObjectSum of(SortedMap<String, File> files) {
    MessageDigest sha256 = Sha256.begin();
    files.forEach((name, file) -> sha256.update((name + "\n" + file + "\n").getBytes(UTF_8)));
    return new ObjectSum(
        files.size(), files.values().stream().mapToLong(File::bytes).sum(), Sha256.end(sha256));
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
