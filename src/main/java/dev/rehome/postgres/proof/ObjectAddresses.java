package dev.rehome.postgres.proof;

import dev.rehome.postgres.proof.ObjectAddress.Coding;
import dev.rehome.postgres.proof.ObjectAddress.Spelling;
import dev.rehome.postgres.proof.ObjectAddress.Style;
import dev.rehome.postgres.scope.ObjectPlace;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads and writes references to the tenant's objects in one place. */
record ObjectAddresses(ObjectPlace place) {
  private static final String S3 = "s3://";
  private static final String END = "://";

  /** Empty for a text that is no reference to an object of the tenant there. */
  Optional<ObjectAddress> read(String text) {
    if (text.startsWith(S3)) {
      return rest(text, S3 + place.bucket() + "/" + place.prefix())
          .map(rest -> new ObjectAddress(Style.S3, "", Spelling.CONFIGURED, Coding.PLAIN, rest));
    }
    for (String scheme : new String[] {"http", "https"}) {
      if (text.startsWith(scheme + END)) {
        Optional<ObjectAddress> url = url(scheme, text.substring(scheme.length() + END.length()));
        if (url.isPresent()) {
          return url;
        }
      }
    }
    return place.prefix().isEmpty()
        ? Optional.empty()
        : rest(text, place.prefix())
            .map(rest -> new ObjectAddress(Style.KEY, "", Spelling.CONFIGURED, Coding.PLAIN, rest));
  }

  private Optional<ObjectAddress> url(String scheme, String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String host = text.substring(0, slash);
    String path = text.substring(slash);
    for (Map.Entry<Spelling, String> own : hosts(scheme).entrySet()) {
      Style style =
          host.equals(own.getValue())
              ? Style.PATH
              : host.equals(place.bucket() + "." + own.getValue()) ? Style.VIRTUAL_HOST : null;
      if (style != null) {
        for (Coding coding : Coding.values()) {
          Optional<String> rest = rest(path, path(style) + coding.of(place.prefix()));
          if (rest.isPresent()) {
            return rest.map(r -> new ObjectAddress(style, scheme, own.getKey(), coding, r));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> rest(String text, String beginning) {
    return text.startsWith(beginning)
        ? Optional.of(text.substring(beginning.length()))
        : Optional.empty();
  }

  /** The same form of reference to the object of the same name here. */
  String write(ObjectAddress address, String scheme) {
    return switch (address.style()) {
      case S3 -> S3 + place.bucket() + "/" + place.prefix() + address.rest();
      case KEY -> place.prefix() + address.rest();
      case PATH, VIRTUAL_HOST -> {
        Map<Spelling, String> hosts = hosts(scheme);
        String host = hosts.getOrDefault(address.host(), hosts.get(Spelling.CONFIGURED));
        yield scheme
            + END
            + (address.style() == Style.PATH ? host : place.bucket() + "." + host)
            + path(address.style())
            + address.coding().of(place.prefix())
            + address.rest();
      }
    };
  }

  /** The scheme of the endpoint. */
  String scheme() {
    return place.endpoint().isPresent() ? place.endpoint().get().getScheme() : "https";
  }

  private String path(Style style) {
    String path = place.endpoint().map(URI::getRawPath).orElse("");
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return style == Style.PATH ? path + "/" + place.bucket() + "/" : path + "/";
  }

  private Map<Spelling, String> hosts(String scheme) {
    Map<Spelling, String> hosts = new EnumMap<>(Spelling.class);
    if (place.endpoint().isPresent()) {
      URI endpoint = place.endpoint().get();
      if (endpoint.getPort() == -1) {
        hosts.put(Spelling.CONFIGURED, endpoint.getHost());
        hosts.put(
            Spelling.USUAL_PORT, endpoint.getHost() + (scheme.equals("https") ? ":443" : ":80"));
      } else {
        hosts.put(Spelling.CONFIGURED, endpoint.getHost() + ":" + endpoint.getPort());
        hosts.put(Spelling.WITHOUT_PORT, endpoint.getHost());
      }
    } else {
      String domain = place.region().startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
      hosts.put(Spelling.CONFIGURED, "s3." + place.region() + "." + domain);
      hosts.put(Spelling.GLOBAL, "s3." + domain);
    }
    return hosts;
  }
}
