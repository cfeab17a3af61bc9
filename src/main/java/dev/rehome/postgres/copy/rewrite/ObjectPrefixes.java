package dev.rehome.postgres.copy.rewrite;

import dev.rehome.postgres.scope.ObjectPlace;
import dev.rehome.postgres.scope.ObjectPlaces;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reference to one of the tenant's objects begins with at the source, and what takes its
 * place for the target. A way of spelling a host that the target has as well stays; any other
 * becomes the host as configured. {@code http} and {@code https} stay too, unless the two endpoints
 * differ in it.
 */
record ObjectPrefixes(ObjectPlaces places) {
  private static final String CONFIGURED = "as configured";

  /** From what to what, in the order in which they are to be tried. */
  Map<String, String> pairs() {
    ObjectPlace from = places.source();
    ObjectPlace to = places.target();
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put(
        "s3://" + from.bucket() + "/" + from.prefix(), "s3://" + to.bucket() + "/" + to.prefix());
    for (String scheme : List.of("https", "http")) {
      String toScheme = scheme(from).equals(scheme(to)) ? scheme : scheme(to);
      Map<String, String> toHosts = hosts(to, toScheme);
      hosts(from, scheme)
          .forEach(
              (spelling, host) -> {
                String toHost = toHosts.getOrDefault(spelling, toHosts.get(CONFIGURED));
                urls(pairs, scheme + "://", host, toScheme + "://", toHost);
              });
    }
    if (!from.prefix().isEmpty()) {
      pairs.putIfAbsent(from.prefix(), to.prefix());
    }
    return pairs;
  }

  private void urls(
      Map<String, String> pairs, String scheme, String host, String toScheme, String toHost) {
    ObjectPlace from = places.source();
    ObjectPlace to = places.target();
    String path = scheme + host + path(from) + "/" + from.bucket() + "/";
    String toPath = toScheme + toHost + path(to) + "/" + to.bucket() + "/";
    String virtual = scheme + from.bucket() + "." + host + path(from) + "/";
    String toVirtual = toScheme + to.bucket() + "." + toHost + path(to) + "/";
    List<String> ends = endings(from.prefix());
    List<String> toEnds = endings(to.prefix());
    for (int i = 0; i < ends.size(); i++) {
      pairs.putIfAbsent(path + ends.get(i), toPath + toEnds.get(i));
      pairs.putIfAbsent(virtual + ends.get(i), toVirtual + toEnds.get(i));
    }
  }

  /** The prefix as URLs have it, as it is, and with its slashes encoded too. */
  private static List<String> endings(String prefix) {
    String encoded =
        URLEncoder.encode(prefix, StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("*", "%2A")
            .replace("%7E", "~");
    return List.of(encoded.replace("%2F", "/"), prefix, encoded);
  }

  private static String scheme(ObjectPlace place) {
    return place.endpoint().map(URI::getScheme).orElse("https");
  }

  private static String path(ObjectPlace place) {
    return place.endpoint().map(URI::getRawPath).orElse("").replaceAll("/+$", "");
  }

  /** The two ways of spelling the host that a place has. */
  private static Map<String, String> hosts(ObjectPlace place, String scheme) {
    Optional<URI> endpoint = place.endpoint();
    if (endpoint.isEmpty()) {
      String domain = ".amazonaws.com" + (place.region().startsWith("cn-") ? ".cn" : "");
      return both("s3." + place.region() + domain, "global", "s3" + domain);
    }
    String host = endpoint.get().getHost();
    int port = endpoint.get().getPort();
    return port < 0
        ? both(host, "with the usual port", host + (scheme.equals("http") ? ":80" : ":443"))
        : both(host + ":" + port, "without port", host);
  }

  private static Map<String, String> both(String configured, String spelling, String other) {
    Map<String, String> hosts = new LinkedHashMap<>();
    hosts.put(CONFIGURED, configured);
    hosts.put(spelling, other);
    return hosts;
  }
}
