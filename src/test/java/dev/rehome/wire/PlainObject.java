package dev.rehome.wire;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An object of {@link PlainStore}: content, the headers that S3 keeps, and tags as they came. */
final class PlainObject {
  private static final String TAGGING = "x-amz-tagging";
  private static final String META = "x-amz-meta-";
  private static final String STORAGE_CLASS = "x-amz-storage-class";

  /** Which a copy does not take along. */
  private static final List<String> OF_THE_REQUEST =
      List.of("x-amz-website-redirect-location", STORAGE_CLASS);

  private static final List<String> KEPT =
      List.of(
          "content-type",
          "content-encoding",
          "content-disposition",
          "content-language",
          "cache-control",
          "expires");

  private final byte[] content;
  private final Map<String, String> headers;
  private final String tagging;
  private final Instant modified = Instant.now();

  private PlainObject(byte[] content, Map<String, String> headers, String tagging) {
    this.content = content;
    this.headers = headers;
    this.tagging = tagging;
  }

  static PlainObject of(byte[] content, Headers request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(java.util.Locale.ROOT);
          if (KEPT.contains(lower) || OF_THE_REQUEST.contains(lower) || lower.startsWith(META)) {
            headers.put(lower, values.get(0));
          }
        });
    return new PlainObject(
        content, headers, request.containsKey(TAGGING) ? request.getFirst(TAGGING) : "");
  }

  /** As CopyObject without any directive makes it. */
  PlainObject copied(Headers request) {
    Map<String, String> fresh = new TreeMap<>(headers);
    OF_THE_REQUEST.forEach(fresh::remove);
    for (String name : OF_THE_REQUEST) {
      if (request.containsKey(name)) {
        fresh.put(name, request.getFirst(name));
      }
    }
    return new PlainObject(content, fresh, tagging);
  }

  String etag() {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(content);
      return '"' + HexFormat.of().formatHex(md5) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its entry of a listing, without the key. */
  String listed() {
    return "<Size>%d</Size><ETag>%s</ETag><LastModified>%s</LastModified><StorageClass>%s</StorageClass>"
        .formatted(
            content.length,
            etag().replace("\"", "&quot;"),
            modified,
            headers.getOrDefault(STORAGE_CLASS, "STANDARD"));
  }

  /** The header's text is that of a query. */
  String taggings() {
    StringBuilder xml = new StringBuilder("<Tagging><TagSet>");
    for (String pair : tagging.isEmpty() ? new String[0] : tagging.split("&", -1)) {
      String[] both = pair.split("=", 2);
      xml.append(
          "<Tag><Key>%s</Key><Value>%s</Value></Tag>"
              .formatted(escaped(both[0]), escaped(both[1])));
    }
    return xml.append("</TagSet></Tagging>").toString();
  }

  private static String escaped(String raw) {
    return PlainStore.decoded(raw).replace("&", "&amp;").replace("<", "&lt;");
  }

  /** Answers GET and HEAD, also of a range. */
  void send(HttpExchange exchange) throws IOException {
    Headers answer = exchange.getResponseHeaders();
    headers.forEach(answer::set);
    answer.set("ETag", etag());
    answer.set(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atOffset(ZoneOffset.UTC)));
    String range = exchange.getRequestHeaders().getFirst("Range");
    byte[] wanted = range == null ? content : part(range);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      answer.set("Content-Length", Integer.toString(content.length));
    }
    exchange.sendResponseHeaders(
        range == null ? 200 : 206, head || wanted.length == 0 ? -1 : wanted.length);
    if (!head) {
      exchange.getResponseBody().write(wanted);
    }
  }

  private byte[] part(String range) {
    String[] ends = range.replace("bytes=", "").split("-", -1);
    return Arrays.copyOfRange(
        content,
        Integer.parseInt(ends[0]),
        Math.min(content.length, Integer.parseInt(ends[1]) + 1));
  }
}
