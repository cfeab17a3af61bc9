package dev.rehome.objects.proof;

import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;

/**
 * The tags of objects. AWS tells by HEAD whether there are any; of other stores that is not known,
 * and they are asked for each object, until one says that it has no tags at all. Thread safe.
 */
final class Tags {
  private final Set<String> without = ConcurrentHashMap.newKeySet();

  /** Whether an object's tags must be asked for, to be sure. */
  boolean mayHave(BucketSide side, Seen seen) {
    return side.settings().endpoint().isEmpty()
        ? seen.head().tagCount() != null && seen.head().tagCount() > 0
        : !without.contains(side.cell());
  }

  /** By key. */
  Map<String, String> of(BucketSide side, String name) {
    Map<String, String> tags = new TreeMap<>();
    if (without.contains(side.cell())) {
      return tags;
    }
    GetObjectTaggingRequest request =
        GetObjectTaggingRequest.builder().bucket(side.bucket()).key(side.key(name)).build();
    Optional<GetObjectTaggingResponse> answer =
        Answers.unless(
            Set.of(Answers.NOT_IMPLEMENTED),
            () -> side.call("GetObjectTagging", name, s3 -> s3.getObjectTagging(request)));
    if (answer.isEmpty()) {
      without.add(side.cell());
    }
    answer.ifPresent(found -> found.tagSet().forEach(tag -> tags.put(tag.key(), tag.value())));
    return tags;
  }
}
