package dev.rehome.objects;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the objects of a bucket may tell a website's visitors to go elsewhere. They do so in a
 * store that has websites, even where the bucket is none now: it may have been one, and be one
 * again. A store's answer is kept. Thread safe.
 */
public final class Websites {
  private final Map<String, Boolean> told = new ConcurrentHashMap<>();

  Websites() {}

  /** Asks the store, unless it has told; a store that does not answer may have them. */
  public boolean mayRedirect(BucketSide side) {
    Boolean known = told.get(side.bucket());
    return known == null ? asked(side) : known;
  }

  private boolean asked(BucketSide side) {
    boolean may = true;
    try {
      side.callOnce(
          "GetBucketWebsite", "", s3 -> s3.getBucketWebsite(c -> c.bucket(side.bucket())));
    } catch (PassingFault e) {
      return true;
    } catch (MoveFailed e) {
      may = Answers.status(e) != Answers.NOT_IMPLEMENTED;
    }
    told.put(side.bucket(), may);
    return may;
  }
}
