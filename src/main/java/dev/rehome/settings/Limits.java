package dev.rehome.settings;

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
    int movesMax,
    int copyParallelism,
    long chunkBytesMax,
    long rowBytesMax) {
  public static final Limits DEFAULTS = new Limits(30, 300, 60, 20, 2, 4, 64L << 20, 64L << 20);
}
