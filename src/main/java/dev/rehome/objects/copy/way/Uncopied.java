package dev.rehome.objects.copy.way;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What a store leaves behind when it copies an object by itself, unless it is told. A text is null
 * where there is none.
 *
 * @param storage the storage class
 * @param redirect where a website sends who asks for the object
 */
public record Uncopied(String storage, String redirect) {
  /** What an object gets without being told. */
  private static final String STANDARD = "STANDARD";

  /**
   * Asks the store as little as will do: the move's listing tells storage classes; redirects are
   * told by objects alone, each of which is asked where there may be any. So is an empty object: no
   * condition of its copy would tell that it was written since. Fails for an object that is asked,
   * and is no longer as it was listed.
   *
   * @param redirects whether there may be any, see {@link #mayRedirect}
   */
  static Uncopied of(Ends ends, boolean redirects, ObjectEntry entry) {
    if (entry.bytes() > 0 && entry.storage().isPresent() && !redirects) {
      return new Uncopied(entry.storage().get(), null);
    }
    HeadObjectResponse head = new SourceObjects(ends).head(entry);
    return new Uncopied(head.storageClassAsString(), head.websiteRedirectLocation());
  }

  /**
   * Whether objects of a bucket may redirect a website's visitors: not in a store that has no
   * websites. A bucket that is none now may have been one, and be one again.
   */
  public static boolean mayRedirect(BucketSide side) {
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
