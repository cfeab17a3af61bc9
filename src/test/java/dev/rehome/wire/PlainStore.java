package dev.rehome.wire;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * As much of S3 as a copy of small objects needs, in memory: takes every key as it is sent, knows
 * tags, redirects and storage classes, and checks no signature. For what S3Proxy and S3Mock cannot
 * hold. Small listings have one page, in which keys stand as they are unless they are asked for
 * encoded, whether XML can hold them or not; a body that is no XML is refused. No upload is ever
 * open.
 */
public final class PlainStore implements AutoCloseable {
  private final Map<String, PlainObject> objects = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private final boolean websites;

  private PlainStore(HttpServer server, boolean websites) {
    this.server = server;
    this.websites = websites;
  }

  public static PlainStore start() {
    return start(true);
  }

  /**
   * Starts one.
   *
   * @param websites whether it knows of any
   */
  public static PlainStore start(boolean websites) {
    try {
      PlainStore store =
          new PlainStore(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100),
              websites);
      store.server.setExecutor(store.threads);
      store.server.createContext("/", store::answer);
      store.server.start();
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String place = exchange.getRequestURI().getRawPath().substring(1);
      int slash = place.indexOf('/');
      if (slash < 0 || slash == place.length() - 1) {
        ofBucket(exchange, place.replace("/", ""), body);
      } else {
        String key = decoded(place.substring(slash + 1));
        ofObject(exchange, place.substring(0, slash) + "/" + key, body);
      }
    }
  }

  private void ofBucket(HttpExchange exchange, String bucket, byte[] body) throws IOException {
    Map<String, String> asked = query(exchange);
    if (asked.containsKey("website")) {
      refuse(
          exchange,
          websites ? 404 : 501,
          websites ? "NoSuchWebsiteConfiguration" : "NotImplemented");
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "GET" ->
          send(
              exchange,
              asked.containsKey("uploads")
                  ? "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>"
                  : listing(bucket, asked));
      case "POST" -> {
        if (new String(body, StandardCharsets.UTF_8).chars().anyMatch(c -> c < ' ')) {
          refuse(exchange, 400, "MalformedXML");
          return;
        }
        for (String part : new String(body, StandardCharsets.UTF_8).split("<Key>", -1)) {
          if (part.contains("</Key>")) {
            objects.remove(bucket + "/" + text(part.substring(0, part.indexOf("</Key>"))));
          }
        }
        send(exchange, "<DeleteResult></DeleteResult>");
      }
      default -> send(exchange, "");
    }
  }

  private static String escaped(String key) {
    return key.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String text(String xml) {
    return xml.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }

  private String listing(String bucket, Map<String, String> asked) {
    String prefix = bucket + "/" + asked.getOrDefault("prefix", "");
    String after = bucket + "/" + asked.getOrDefault("start-after", "");
    Map<String, PlainObject> sorted =
        new TreeMap<>(
            (a, b) ->
                Arrays.compareUnsigned(
                    a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    sorted.putAll(objects);
    boolean encoded = asked.getOrDefault("encoding-type", "").equals("url");
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    xml.append(encoded ? "<EncodingType>url</EncodingType>" : "");
    sorted.forEach(
        (place, object) -> {
          if (place.startsWith(prefix) && place.compareTo(after) > 0) {
            String key = place.substring(bucket.length() + 1);
            xml.append("<Contents><Key>")
                .append(encoded ? URLEncoder.encode(key, StandardCharsets.UTF_8) : escaped(key))
                .append("</Key>")
                .append(object.listed())
                .append("</Contents>");
          }
        });
    return xml.append("</ListBucketResult>").toString();
  }

  private void ofObject(HttpExchange exchange, String place, byte[] body) throws IOException {
    Map<String, String> asked = query(exchange);
    PlainObject there = objects.get(place);
    String method = exchange.getRequestMethod();
    if (method.equals("PUT")) {
      write(exchange, place, body);
    } else if (method.equals("DELETE")) {
      objects.remove(place);
      exchange.sendResponseHeaders(204, -1);
    } else if (there == null) {
      refuse(exchange, 404, "NoSuchKey");
    } else if (asked.containsKey("acl")) {
      refuse(exchange, 501, "NotImplemented");
    } else if (asked.containsKey("tagging")) {
      send(exchange, there.taggings());
    } else {
      there.send(exchange);
    }
  }

  private void write(HttpExchange exchange, String place, byte[] body) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String copied = headers.getFirst("x-amz-copy-source");
    PlainObject fresh =
        copied == null
            ? PlainObject.of(body, headers)
            : objects.get(decoded(copied).replaceFirst("^/", "")).copied(headers);
    if (!headers.containsKey("If-None-Match")) {
      objects.put(place, fresh);
    } else if (objects.putIfAbsent(place, fresh) != null) {
      refuse(exchange, 412, "PreconditionFailed");
      return;
    }
    exchange.getResponseHeaders().set("ETag", fresh.etag());
    send(
        exchange,
        copied == null
            ? ""
            : "<CopyObjectResult><ETag>%s</ETag></CopyObjectResult>".formatted(fresh.etag()));
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> asked = new TreeMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      asked.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return asked;
  }

  static String decoded(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    byte[] body = "<Error><Code>%s</Code></Error>".formatted(code).getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void send(HttpExchange exchange, String xml) throws IOException {
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
