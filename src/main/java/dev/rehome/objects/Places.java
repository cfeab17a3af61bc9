package dev.rehome.objects;

/** Where tenants' objects are. */
public final class Places {
  private Places() {}

  /**
   * Whether an object may belong to both: same store, same bucket, and one prefix begins with the
   * other. Two addresses of one store are not seen to be one.
   */
  public static boolean overlap(BucketSide one, BucketSide other) {
    return one.settings().endpoint().equals(other.settings().endpoint())
        && one.bucket().equals(other.bucket())
        && (one.prefix().startsWith(other.prefix()) || other.prefix().startsWith(one.prefix()));
  }
}
