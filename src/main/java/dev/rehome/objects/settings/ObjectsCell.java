package dev.rehome.objects.settings;

import dev.rehome.model.Tenant;
import dev.rehome.store.objects.ObjectHome;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code rehome.cell.NAME.objects.*} settings. {@code {tenant}} and {@code {id}} are not
 * replaced yet.
 *
 * @param endpoint none: that of AWS for the region
 * @param bucket may hold {@code {tenant}} or {@code {id}}
 * @param prefix what the tenant's keys begin with; empty: the whole bucket is the tenant's
 * @param keys none: the SDK's default chain
 * @param verify how contents are proven equal, where this cell is the source
 * @param fence what keeps late writes out of this cell, where it is the source
 * @param parallelism how many requests to this cell may run at the same time, at least 1
 * @param partBytes how large the parts of a multipart upload are at least; what is larger than
 *     three of them is copied in parts
 */
public record ObjectsCell(
    Optional<URI> endpoint,
    String region,
    String bucket,
    String prefix,
    Optional<Keys> keys,
    boolean pathStyle,
    Verify verify,
    Fence fence,
    int parallelism,
    long partBytes)
    implements ObjectHome {
  public static final String KIND = "objects";

  /** What the store asks for. */
  public record Keys(String access, String secret) {
    @Override
    public String toString() {
      return "Keys[***]";
    }
  }

  /** How much is believed. */
  public enum Verify {
    /**
     * Every byte is read, or vouched for by a checksum that the store keeps of the whole object.
     */
    SHA256,
    /** Equal ETags are enough; where they cannot be compared, every byte is read. */
    ETAG,
    /** Equal sizes are enough. */
    SIZE
  }

  /** What becomes of a write that comes after the drain. */
  public enum Fence {
    /** It is seen, and undoes the move. */
    OBSERVED,
    /** The store refuses it, by a statement of ours in the bucket's policy. */
    BUCKET_POLICY
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Stream<String> secrets() {
    return keys.stream().flatMap(both -> Stream.of(both.access(), both.secret()));
  }

  /** The bucket of a tenant. */
  @Override
  public String bucket(Tenant tenant) {
    return tenant.fill(bucket);
  }

  /**
   * What the tenant's keys begin with. A prefix that ends in a letter, a digit or a placeholder
   * names a folder: {@code tenants/{tenant}} means {@code tenants/acme/}, and not {@code
   * tenants/acme2}.
   */
  @Override
  public String prefix(Tenant tenant) {
    return tenant.fill(prefix) + (isFolder() ? "/" : "");
  }

  private boolean isFolder() {
    return !prefix.isEmpty()
        && (prefix.endsWith("}") || Character.isLetterOrDigit(prefix.charAt(prefix.length() - 1)));
  }

  /**
   * Whether no key of one tenant can be one of another's: the bucket differs from tenant to tenant,
   * or the prefix does, with a {@code /} somewhere behind the name. {@code {tenant}-} would take
   * {@code acme-eu-1} for one of acme's.
   */
  public boolean tellsTenantsApart() {
    return names(bucket) || (names(prefix) && isClosed());
  }

  private boolean isClosed() {
    return isFolder() || prefix.indexOf('/', prefix.lastIndexOf('}')) >= 0;
  }

  private static boolean names(String template) {
    return template.contains("{tenant}") || template.contains("{id}");
  }

  /** Without any value that may be a secret. */
  @Override
  public String toString() {
    return endpoint.map(URI::toString).orElse("aws " + region) + "/" + bucket + "/" + prefix;
  }
}
