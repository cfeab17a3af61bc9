package dev.rehome.objects.copy.way;

import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * The tags of objects that were copied in parts: some stores, Ceph among them, take those that an
 * upload begins with and forget them.
 */
record LateTags(BucketSide target) {
  /**
   * Gives an object of ours its tags, unless it has them; the second time changes nothing. In a
   * store that knows no tags it has none, which the proof will tell.
   */
  void give(ObjectEntry entry, List<Tag> tags) {
    if (tags.isEmpty()) {
      return;
    }
    Set<Tag> wanted = new HashSet<>(tags);
    Optional<Set<Tag>> there = there(entry);
    if (there.isEmpty() || there.get().equals(wanted)) {
      return;
    }
    PutObjectTaggingRequest request =
        PutObjectTaggingRequest.builder()
            .bucket(target.bucket())
            .key(target.key(entry.name()))
            .tagging(all -> all.tagSet(tags))
            .build();
    target.call("PutObjectTagging", entry.name(), s3 -> s3.putObjectTagging(request));
  }

  private Optional<Set<Tag>> there(ObjectEntry entry) {
    GetObjectTaggingRequest request =
        GetObjectTaggingRequest.builder()
            .bucket(target.bucket())
            .key(target.key(entry.name()))
            .build();
    return Answers.unless(
            Set.of(Answers.NOT_IMPLEMENTED),
            () -> target.call("GetObjectTagging", entry.name(), s3 -> s3.getObjectTagging(request)))
        .map(GetObjectTaggingResponse::tagSet)
        .map(HashSet::new);
  }
}
