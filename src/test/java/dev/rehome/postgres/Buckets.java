package dev.rehome.postgres;

import dev.rehome.objects.settings.ObjectsCell;
import java.net.URI;
import java.util.Optional;

/** Settings of places where objects are; nobody asks them for one. */
public final class Buckets {
  /** Where tenants share a bucket. */
  public static final ObjectsCell SHARED = at("http://east:9000", "app-files", "tenants/{tenant}");

  /** A tenant's own. */
  public static final ObjectsCell OWN = at("http://west:9001", "{tenant}-files", "of/{tenant}");

  private Buckets() {}

  public static ObjectsCell at(String endpoint, String bucket, String prefix) {
    return cell(Optional.of(URI.create(endpoint)), "us-east-1", bucket, prefix);
  }

  public static ObjectsCell aws(String region, String bucket, String prefix) {
    return cell(Optional.empty(), region, bucket, prefix);
  }

  private static ObjectsCell cell(
      Optional<URI> endpoint, String region, String bucket, String prefix) {
    return new ObjectsCell(
        endpoint,
        region,
        bucket,
        prefix,
        Optional.empty(),
        true,
        ObjectsCell.Verify.SHA256,
        ObjectsCell.Fence.OBSERVED,
        4,
        8 << 20);
  }
}
