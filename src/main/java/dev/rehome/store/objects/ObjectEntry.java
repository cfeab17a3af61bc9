package dev.rehome.store.objects;

import java.time.Instant;
import java.util.Optional;

/**
 * One object of a tenant, as the move's list has it.
 *
 * @param number its place in the list, from 1
 * @param name its key without the tenant's prefix at the source; the same at the target
 * @param bytes how large it is
 * @param etag as the store gave it, without quotes
 * @param modified when it was written last, by the store's clock
 * @param storage the storage class as it was listed; empty where the listing tells none
 * @param written what the move has written of it; empty as long as it is not known to be written
 */
public record ObjectEntry(
    long number,
    String name,
    long bytes,
    String etag,
    Instant modified,
    Optional<String> storage,
    Optional<Written> written) {
  /**
   * The copy of an object.
   *
   * @param etag as the target gave it, without quotes
   * @param sha256 hexadecimal, of a content that went through our hands and that the target did not
   *     check as a whole by the MD5 that the source tells; else empty
   */
  public record Written(String etag, String sha256) {}

  /** Whether the source still holds what was listed: same bytes, same moment. */
  public boolean isStill(ObjectEntry seen) {
    return name.equals(seen.name)
        && bytes == seen.bytes
        && etag.equals(seen.etag)
        && modified.equals(seen.modified);
  }

  /** The same, written. */
  public ObjectEntry writtenAs(Written now) {
    return new ObjectEntry(number, name, bytes, etag, modified, storage, Optional.of(now));
  }
}
