package dev.rehome.model;

/**
 * What a copied chunk proves.
 *
 * @param rows rows, objects, documents or records; 0 for a chunk that copies none
 * @param bytes bytes that went over the wire
 * @param digest hexadecimal SHA-256 of those bytes; empty for a chunk that copies none
 */
public record Receipt(
    String move, String component, String chunk, long rows, long bytes, String digest) {
  public Receipt {
    Rules.notBlank("move id", move);
    Rules.notBlank("component", component);
    Rules.notBlank("chunk id", chunk);
    Rules.atLeast("rows", 0, rows);
    Rules.atLeast("bytes", 0, bytes);
    Rules.notNull("digest", digest);
  }
}
