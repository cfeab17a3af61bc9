package dev.rehome.bench;

import java.util.Locale;

/**
 * So many objects of one size.
 *
 * @param bytes of each
 */
record Workload(int objects, long bytes) {
  long allBytes() {
    return objects * bytes;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d objects of %s", objects, size());
  }

  private String size() {
    if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
      return (bytes >> 20) + " MiB";
    }
    return bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
  }
}
