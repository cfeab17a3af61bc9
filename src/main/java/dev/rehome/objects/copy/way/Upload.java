package dev.rehome.objects.copy.way;

import dev.rehome.store.objects.ObjectEntry;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * An open multipart upload of ours in the target. Thread safe.
 *
 * @param partBytes of each part but the last
 * @param tags that the object is to have
 * @param done by number
 */
public record Upload(
    ObjectEntry entry,
    String id,
    long partBytes,
    List<Tag> tags,
    InOrder digest,
    ConcurrentSkipListMap<Integer, CompletedPart> done) {
  public Upload {
    tags = List.copyOf(tags);
  }

  static Upload of(ObjectEntry entry, String id, long partBytes, List<Tag> tags) {
    return new Upload(entry, id, partBytes, tags, new InOrder(), new ConcurrentSkipListMap<>());
  }

  public int count() {
    return Parts.count(entry, partBytes);
  }

  /** Where a part begins. */
  long from(int number) {
    return (number - 1) * partBytes;
  }

  /** How many bytes it has. */
  public long bytes(int number) {
    return Math.min(partBytes, entry.bytes() - from(number));
  }

  List<CompletedPart> parts() {
    return List.copyOf(done.values());
  }
}
