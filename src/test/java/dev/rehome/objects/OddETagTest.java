package dev.rehome.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rehome.sandbox.ObjectServers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A source whose ETags have the form of an MD5, and are none. */
final class OddETagTest {
  private static final String ETAG = "f".repeat(32);
  private static final String CONTENT = "content";
  private static final String LISTING =
      """
      <ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>tenants/acme/a</Key>
      <LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>7</Size><ETag>%s</ETag></Contents></ListBucketResult>
      """
          .formatted(ETAG);

  @Test
  void anETagThatIsNoMd5KeepsNoObjectFromItsTarget() throws Exception {
    HttpServer source =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    source.createContext(
        "/",
        exchange -> {
          String query = String.valueOf(exchange.getRequestURI().getQuery());
          String answer = query.contains("list-type") ? LISTING : CONTENT;
          exchange.getResponseHeaders().set("ETag", '"' + ETAG + '"');
          exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
          exchange.sendResponseHeaders(query.contains("tagging") ? 501 : 200, answer.length());
          exchange.getResponseBody().write(answer.getBytes(UTF_8));
          exchange.close();
        });
    source.start();
    URI endpoint = URI.create("http://127.0.0.1:" + source.getAddress().getPort());
    try (Stores two =
        new Stores(endpoint, ObjectServers.proxy().endpoint(), ObjectServers.proxy().endpoint())) {
      two.copyAll();
      assertThat(two.get(two.west, Stores.TO + "a")).asString().isEqualTo(CONTENT);
    } finally {
      source.stop(0);
    }
  }
}
