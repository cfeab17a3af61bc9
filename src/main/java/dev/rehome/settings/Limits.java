package dev.rehome.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * Bounds, with the units in their names.
 *
 * @param chunkBytesMax how many bytes of rows a chunk holds, about; of objects eight times as many
 * @param rowBytesMax a row above it is a finding
 */
public record Limits(
    int drainTimeoutSeconds,
    int pauseMaxSeconds,
    int fenceLeaseSeconds,
    int controlLostSeconds,
    int storeLostSeconds,
    int movesMax,
    int copyParallelism,
    long chunkBytesMax,
    long rowBytesMax) {
  public static final Limits DEFAULTS = new Limits(30, 300, 60, 20, 30, 2, 4, 64L << 20, 64L << 20);

  /** Bounds that cannot hold together, each with names and values; empty when all can. */
  public List<String> conflicts() {
    List<String> conflicts = new ArrayList<>();
    if (fenceLeaseSeconds < drainTimeoutSeconds) {
      conflicts.add(
          outlasted(
              "rehome.drain-timeout-seconds", drainTimeoutSeconds, "while the move still drains"));
    }
    if (fenceLeaseSeconds < controlLostSeconds) {
      conflicts.add(
          outlasted(
              "rehome.control-lost-seconds",
              controlLostSeconds,
              "while the control store's return is still waited for"));
    }
    return conflicts;
  }

  private String outlasted(String name, int seconds, String when) {
    return "rehome.fence-lease-seconds is %d and %s is %d: the fence could lapse %s; give the first at least the value of the second"
        .formatted(fenceLeaseSeconds, name, seconds, when);
  }
}
