package dev.rehome.objects.copy;

import dev.rehome.objects.BucketSide;
import dev.rehome.store.ObjectEntry;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

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
   * Asks the store as little as will do: the listing tells storage classes; redirects are told by
   * objects alone, each of which is asked, unless the store has no websites. Fails for an object
   * that is asked, and is no longer as it was listed.
   */
  static Uncopied of(Ends ends, ObjectEntry entry) {
    BucketSide source = ends.source();
    if (entry.storage().isPresent() && !source.client().websites().mayRedirect(source)) {
      return new Uncopied(entry.storage().get(), null);
    }
    HeadObjectResponse head = new Reading(ends).head(entry);
    return new Uncopied(head.storageClassAsString(), head.websiteRedirectLocation());
  }

  void give(CopyObjectRequest.Builder request) {
    request.websiteRedirectLocation(redirect);
    if (!STANDARD.equals(storage)) {
      request.storageClass(storage);
    }
  }
}
