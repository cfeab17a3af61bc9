package dev.rehome.postgres.copy.pipe;

/** Gathers rows into blocks, so that whoever takes them is not called for each row. */
final class Block {
  private static final int BYTES = 64 << 10;

  private final Taker taker;
  private final byte[] buffer = new byte[BYTES];
  private int filled;
  private long bytes;

  /** Takes a block, which is used again afterwards. */
  @FunctionalInterface
  interface Taker {
    void take(byte[] block, int length);
  }

  Block(Taker taker) {
    this.taker = taker;
  }

  void add(byte[] row) {
    bytes += row.length;
    if (row.length > buffer.length - filled) {
      flush();
    }
    if (row.length > buffer.length) {
      taker.take(row, row.length);
    } else {
      System.arraycopy(row, 0, buffer, filled, row.length);
      filled += row.length;
    }
  }

  /** Hands on what there is. */
  void flush() {
    taker.take(buffer, filled);
    filled = 0;
  }

  /** How many have been added. */
  long bytes() {
    return bytes;
  }
}
