package dev.rehome.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.rehome.store.objects.ObjectEntry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BucketSideTest {
  /** Seen of S3Proxy while another chunk was copied. */
  private static final String LISTING =
      """
      <ListBucketResult><IsTruncated>false</IsTruncated>
      <Contents><Key>files/a</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>7</Size></Contents>
      </ListBucketResult>
      """;

  @Test
  void anObjectThatIsBeingWrittenMayHaveNoETagYet() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = LISTING.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (CellClient client =
        new CellClient(
            "us_west",
            Stores.objects(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "bucket",
                "files/"))) {
      List<ObjectEntry> page =
          new BucketSide("us_west", client, "bucket", "files/").pages("").iterator().next();
      assertThat(page)
          .extracting(ObjectEntry::name, ObjectEntry::etag)
          .containsExactly(tuple("a", ""));
    } finally {
      server.stop(0);
    }
  }
}
