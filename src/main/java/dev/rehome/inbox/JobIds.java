package dev.rehome.inbox;

import dev.rehome.digest.Sha256;

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
    return Sha256.of(file.name() + '\0' + file.text()).substring(0, DIGITS);
  }
}
