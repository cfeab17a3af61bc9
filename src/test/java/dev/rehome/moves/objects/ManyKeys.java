package dev.rehome.moves.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An object store that is all listing: its bucket {@value #FULL} has as many objects as one likes,
 * none of which exists, every other bucket is empty. It answers what a move asks until its plan is
 * made, and counts the pages it has given; nothing can be read or written.
 */
final class ManyKeys implements AutoCloseable {
  static final String FULL = "app-shared";
  static final String PREFIX = "tenants/acme/";

  private static final int OBJECT_BYTES = 10_240;
  private static final String ETAG = "0123456789abcdef0123456789abcdef";
  private static final String MODIFIED = "2026-01-01T00:00:00.000Z";

  private final int keys;
  private final String padding;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger pages = new AtomicInteger();

  /**
   * A store.
   *
   * @param keyLength in characters, 60 to 1000: a list of long keys in memory is soon seen
   */
  ManyKeys(int keys, int keyLength) throws IOException {
    this.keys = keys;
    this.padding = "-".repeat(keyLength - key(0, "").length());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many pages of the full bucket were given since this was asked last. */
  int pages() {
    return pages.getAndSet(0);
  }

  private static String key(int index, String padding) {
    return "%sfolder-%06d/%09d%s".formatted(PREFIX, index / 1000, index, padding);
  }

  /** The index in a key. */
  private static int index(String key) {
    int begin = key.lastIndexOf('/') + 1;
    return Integer.parseInt(key.substring(begin, begin + 9));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Map<String, String> query = query(exchange.getRequestURI());
      String[] path = exchange.getRequestURI().getPath().split("/", 3);
      boolean ofObject = path.length == 3 && !path[2].isEmpty();
      if (exchange.getRequestMethod().equals("HEAD") && ofObject) {
        head(exchange);
      } else if (!exchange.getRequestMethod().equals("GET") || ofObject) {
        send(exchange, 501, "<Error><Code>NotImplemented</Code></Error>");
      } else if (query.containsKey("list-type")) {
        send(exchange, 200, path[1].equals(FULL) ? page(query) : list("", ""));
      } else if (query.containsKey("versioning")) {
        send(exchange, 200, "<VersioningConfiguration/>");
      } else if (query.containsKey("uploads")) {
        send(exchange, 200, "<ListMultipartUploadsResult/>");
      } else {
        send(exchange, 404, "<Error><Code>NotFound</Code></Error>");
      }
    }
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    if (uri.getRawQuery() != null) {
      for (String part : uri.getRawQuery().split("&", -1)) {
        String[] pair = part.split("=", 2);
        query.put(pair[0], pair.length == 1 ? "" : URLDecoder.decode(pair[1], UTF_8));
      }
    }
    return query;
  }

  private String page(Map<String, String> query) {
    pages.incrementAndGet();
    int first = 0;
    if (query.containsKey("continuation-token")) {
      first = Integer.parseInt(query.get("continuation-token"));
    } else if (query.containsKey("start-after")) {
      first = index(query.get("start-after")) + 1;
    }
    int end = Math.min(keys, first + Integer.parseInt(query.get("max-keys")));
    StringBuilder contents = new StringBuilder();
    for (int index = first; index < end; index++) {
      contents.append(
          "<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>&quot;%s&quot;</ETag><Size>%d</Size><StorageClass>STANDARD</StorageClass></Contents>"
              .formatted(key(index, padding), MODIFIED, ETAG, OBJECT_BYTES));
    }
    return list(
        contents.toString(),
        end < keys ? "<NextContinuationToken>" + end + "</NextContinuationToken>" : "");
  }

  private static String list(String contents, String next) {
    return "<ListBucketResult><IsTruncated>%s</IsTruncated>%s%s</ListBucketResult>"
        .formatted(!next.isEmpty(), next, contents);
  }

  private static void head(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Length", Integer.toString(OBJECT_BYTES));
    exchange.getResponseHeaders().set("ETag", '"' + ETAG + '"');
    exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
    exchange.sendResponseHeaders(200, -1);
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] body = xml.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
