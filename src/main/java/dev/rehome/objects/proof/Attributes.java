package dev.rehome.objects.proof;

import dev.rehome.objects.HeaderText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What two objects have besides their contents. Only the names of attributes are told. */
final class Attributes {
  /** What a store says of an object that was written without a type. */
  private static final Set<String> UNTYPED =
      Set.of("", "binary/octet-stream", "application/octet-stream");

  private Attributes() {}

  /** The names of those that differ. An attribute that is empty is one that is not there. */
  static List<String> differing(Seen source, Seen target) {
    List<String> names = new ArrayList<>();
    compare(names, "content type", source, target, Attributes::type);
    compare(
        names,
        "content encoding",
        source,
        target,
        h -> text(HeaderText.encoding(h.contentEncoding())));
    compare(names, "content disposition", source, target, h -> text(h.contentDisposition()));
    compare(names, "cache control", source, target, h -> text(h.cacheControl()));
    compare(names, "content language", source, target, h -> text(h.contentLanguage()));
    compare(names, "expires", source, target, h -> moment(h.expiresString()));
    compare(names, "website redirect", source, target, h -> text(h.websiteRedirectLocation()));
    compare(names, "storage class", source, target, Attributes::storage);
    compare(names, "user metadata", source, target, Attributes::metadata);
    return names;
  }

  private static void compare(
      List<String> names,
      String name,
      Seen source,
      Seen target,
      Function<HeadObjectResponse, Object> attribute) {
    if (!Objects.equals(attribute.apply(source.head()), attribute.apply(target.head()))) {
      names.add(name);
    }
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static String type(HeadObjectResponse head) {
    String type = text(head.contentType());
    return UNTYPED.contains(type) ? "" : type;
  }

  private static String storage(HeadObjectResponse head) {
    String storage = text(head.storageClassAsString());
    return storage.isEmpty() ? "STANDARD" : storage;
  }

  /** A date may be written in more than one way; what is none is compared as it is written. */
  private static String moment(String value) {
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text(value))).toString();
    } catch (DateTimeException none) {
      return text(value);
    }
  }

  /** The keys are names of headers: their case says nothing. */
  private static Object metadata(HeadObjectResponse head) {
    Map<String, String> metadata = new TreeMap<>();
    head.metadata()
        .forEach((key, value) -> metadata.put(key.toLowerCase(java.util.Locale.ROOT), value));
    return List.of(metadata, head.missingMeta() == null ? 0 : head.missingMeta());
  }
}
