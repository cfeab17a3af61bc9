package dev.rehome.objects;

import dev.rehome.objects.settings.ObjectsCell;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Where tenants' objects are. */
public final class Places {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String AWS = "amazonaws.com";

  private Places() {}

  /**
   * Whether an object may belong to both: same store, same bucket, and one prefix begins with the
   * other. Addresses of one store are taken for one where they differ in case, path or a port that
   * goes without saying, and all of AWS is one store. Other names of one host are not seen to be
   * one.
   */
  public static boolean overlap(BucketSide one, BucketSide other) {
    return store(one.settings()).equals(store(other.settings()))
        && one.bucket().equals(other.bucket())
        && (one.prefix().startsWith(other.prefix()) || other.prefix().startsWith(one.prefix()));
  }

  /** Whether one client may ask for both: the settings name one store, and the same keys to it. */
  public static boolean oneClient(BucketSide one, BucketSide other) {
    ObjectsCell from = one.settings();
    ObjectsCell to = other.settings();
    return from.endpoint().equals(to.endpoint())
        && from.region().equals(to.region())
        && from.keys().equals(to.keys());
  }

  private static String store(ObjectsCell cell) {
    return cell.endpoint().map(Places::store).orElse(AWS);
  }

  private static String store(URI endpoint) {
    String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
    if (host.endsWith("." + AWS)) {
      return AWS;
    }
    int usual = "http".equalsIgnoreCase(endpoint.getScheme()) ? 80 : 443;
    int port = endpoint.getPort() < 0 ? usual : endpoint.getPort();
    return (LOOPBACK.contains(host) ? "loopback" : host) + ":" + port;
  }
}
