package dev.rehome.objects.settings;

import dev.rehome.settings.Given;
import dev.rehome.settings.Reading;
import dev.rehome.settings.Section.SectionKeys;
import dev.rehome.text.Nearest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The {@code objects.*} settings of one cell. */
public final class ObjectsReading {
  public static final SectionKeys KEYS =
      new SectionKeys(
          Set.of(
              "endpoint",
              "region",
              "bucket",
              "prefix",
              "path-style",
              "verify",
              "fence",
              "parallelism",
              "part-bytes"),
          Set.of("access-key", "secret-key"));

  private static final int PARALLELISM = 16;
  private static final long PART_BYTES = 8L << 20;

  /** What S3 allows: 5 MiB at least, and 5 GiB at most; we hold a part in memory. */
  private static final long PART_LEAST = 5L << 20;

  private static final long PART_MOST = 256L << 20;

  private final Reading reading;

  public ObjectsReading(Reading reading) {
    this.reading = reading;
  }

  public ObjectsCell objects() {
    for (String key : List.of("bucket", "prefix")) {
      reading.checkPlaceholders(key);
    }
    return new ObjectsCell(
        endpoint(),
        reading.text("region").orElse("us-east-1"),
        reading.required("bucket", "it names the bucket that holds the tenants' objects"),
        reading.text("prefix").orElse(""),
        keys(),
        reading.flag("path-style", false),
        one("verify", ObjectsCell.Verify.class, ObjectsCell.Verify.SHA256),
        one("fence", ObjectsCell.Fence.class, ObjectsCell.Fence.OBSERVED),
        reading.integer("parallelism", PARALLELISM, 1, 1000),
        reading.bytes("part-bytes", PART_BYTES, PART_LEAST, PART_MOST));
  }

  private Optional<URI> endpoint() {
    Optional<Given> given = reading.given("endpoint");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(given.get().value());
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // told below
    }
    reading.fault(given.get(), "must be http://HOST:PORT or https://HOST:PORT, without a login");
    return Optional.empty();
  }

  private Optional<ObjectsCell.Keys> keys() {
    Optional<String> access = reading.text("access-key");
    Optional<String> secret = reading.text("secret-key");
    if (access.isPresent() != secret.isPresent()) {
      reading.fault(
          "%s is missing; give both keys, or neither for the SDK's default chain"
              .formatted(reading.key(access.isPresent() ? "secret-key" : "access-key")));
    }
    return access.flatMap(a -> secret.map(s -> new ObjectsCell.Keys(a, s)));
  }

  private <E extends Enum<E>> E one(String key, Class<E> type, E otherwise) {
    Optional<Given> given = reading.given(key);
    List<String> words = Arrays.stream(type.getEnumConstants()).map(ObjectsReading::word).toList();
    if (given.isEmpty()) {
      return otherwise;
    }
    int index = words.indexOf(given.get().value());
    if (index < 0) {
      reading.fault(
          given.get(),
          "must be " + String.join(" or ", words) + Nearest.hint(given.get().value(), words));
      return otherwise;
    }
    return type.getEnumConstants()[index];
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
