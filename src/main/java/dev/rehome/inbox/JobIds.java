package dev.rehome.inbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of a job that gives none: the file's name and a digest of name and text, so that the same
 * file is the same job however often it arrives, e.g. {@code acme.yaml@3f2a9c81d0e4}.
 */
final class JobIds {
  private static final int DIGITS = 12;
  private static final int NAME_MAX = 100;

  private JobIds() {}

  static String of(JobFile file) {
    String name = file.name().replaceAll("[^\\p{L}\\p{N}._-]", "_");
    return name.substring(0, Math.min(name.length(), NAME_MAX)) + "@" + digest(file);
  }

  private static String digest(JobFile file) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(file.name().getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
      sha256.update(file.text().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
