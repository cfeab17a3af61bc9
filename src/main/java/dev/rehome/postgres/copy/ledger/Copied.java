package dev.rehome.postgres.copy.ledger;

/**
 * What a chunk's work brought, to become its receipt.
 *
 * @param bytes that went over the wire
 * @param digest hexadecimal SHA-256 of those bytes; empty when no rows were copied
 * @param detail what later chunks and checks want to know of this one; stays in the target
 */
public record Copied(long rows, long bytes, String digest, String detail) {
  /** Work that copied no rows. */
  public static final Copied NOTHING = new Copied(0, 0, "", "");

  public Copied withDetail(String newDetail) {
    return new Copied(rows, bytes, digest, newDetail);
  }
}
