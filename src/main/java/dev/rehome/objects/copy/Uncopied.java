package dev.rehome.objects.copy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.ObjectEntry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What a store leaves behind when it copies an object by itself, unless it is told. A text is null
 * where there is none.
 *
 * @param storage the storage class
 * @param redirect where a website sends who asks for the object
 */
record Uncopied(String storage, String redirect) {
  /** What an object gets without being told. */
  private static final String STANDARD = "STANDARD";

  /**
   * Tells it of each of these objects; fails for one that is no longer as it was listed. A listing
   * tells storage classes, a thousand with one request; redirects are told by objects alone: each
   * is asked, unless the store has no websites.
   *
   * @param before a name directly before the first; empty for none
   */
  static Function<ObjectEntry, Uncopied> of(Ends ends, String before, List<ObjectEntry> entries) {
    Reading reading = new Reading(ends);
    if (mayRedirect(ends.source())) {
      return entry -> of(reading.head(entry));
    }
    Map<String, S3Object> listed = Arrived.listed(ends.source(), before, entries);
    return entry -> {
      S3Object seen = listed.get(entry.name());
      if (seen == null || seen.storageClassAsString() == null) {
        return of(reading.head(entry));
      }
      ends.requireUnchanged(entry, seen.eTag(), seen.size());
      return new Uncopied(seen.storageClassAsString(), null);
    };
  }

  private static Uncopied of(HeadObjectResponse head) {
    return new Uncopied(head.storageClassAsString(), head.websiteRedirectLocation());
  }

  /** A bucket that is no website now may have been one, and be one again. */
  private static boolean mayRedirect(BucketSide side) {
    try {
      side.callOnce(
          "GetBucketWebsite", "", s3 -> s3.getBucketWebsite(c -> c.bucket(side.bucket())));
      return true;
    } catch (MoveFailed | PassingFault e) {
      return Answers.status(e) != Answers.NOT_IMPLEMENTED;
    }
  }

  void give(CopyObjectRequest.Builder request) {
    request.websiteRedirectLocation(redirect);
    if (!STANDARD.equals(storage)) {
      request.storageClass(storage);
    }
  }
}
