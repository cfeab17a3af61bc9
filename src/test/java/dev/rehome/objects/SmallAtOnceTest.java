package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rehome.model.MoveFailed;
import dev.rehome.sandbox.ObjectServers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

final class SmallAtOnceTest {
  private static final int SMALL = Math.toIntExact(SmallAtOnce.SMALL);

  private static void put(CellClient client, String bucket, int bytes) {
    client.callOnce(
        "PutObject a",
        s3 -> s3.putObject(c -> c.bucket(bucket).key("a"), RequestBody.fromBytes(new byte[bytes])));
  }

  @Test
  void onlyAContentThatIsNotSmallWaitsForTheStoresLeave() throws Exception {
    Map<Integer, String> expected = new ConcurrentHashMap<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String expect = exchange.getRequestHeaders().getFirst("Expect");
          int bytes = exchange.getRequestBody().readAllBytes().length;
          expected.put(bytes, String.valueOf(expect));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (CellClient client = Stores.client(endpoint)) {
      put(client, "bucket", 1);
      put(client, "bucket", SMALL);
      put(client, "bucket", SMALL + 1);
    } finally {
      server.stop(0);
    }
    assertThat(new TreeMap<>(expected))
        .isEqualTo(Map.of(1, "null", SMALL, "null", SMALL + 1, "100-continue"));
  }

  @Test
  void aRefusalIsHeardWhateverTheSize() throws Exception {
    try (CellClient client = Stores.client(ObjectServers.proxy().endpoint())) {
      for (int bytes : new int[] {SMALL, 8 * SMALL}) {
        assertThatThrownBy(() -> put(client, "no-such-bucket", bytes))
            .isInstanceOf(MoveFailed.class)
            .hasMessageContaining("NoSuchBucket");
      }
    }
  }
}
