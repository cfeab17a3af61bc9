package dev.rehome.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rehome.model.PassingFault;
import dev.rehome.sandbox.ObjectServers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

final class UnsignedContentTest {
  private static final String HASH = "x-amz-content-sha256";

  private static String md5(String content) throws Exception {
    byte[] digest = MessageDigest.getInstance("MD5").digest(content.getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }

  private static void put(CellClient client, String bucket, String content, String md5) {
    client.callOnce(
        "PutObject a",
        s3 ->
            s3.putObject(
                c -> c.bucket(bucket).key("a").contentMD5(md5), RequestBody.fromString(content)));
  }

  @Test
  void onlyContentThatSaysItsOwnSumIsSentWithoutAHash() throws Exception {
    List<String> hashes = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          hashes.add(exchange.getRequestHeaders().getFirst(HASH));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (CellClient client = Stores.client(endpoint)) {
      put(client, "bucket", "abc", md5("abc"));
      put(client, "bucket", "abc", null);
    } finally {
      server.stop(0);
    }
    assertThat(hashes.get(0)).isEqualTo("UNSIGNED-PAYLOAD");
    assertThat(hashes.get(1)).hasSize(64);
  }

  @Test
  void contentWithAnotherSumIsRefusedByTheStore() throws Exception {
    try (Stores two =
            new Stores(ObjectServers.proxy().endpoint(), ObjectServers.proxy().endpoint());
        CellClient client = Stores.client(ObjectServers.proxy().endpoint())) {
      assertThatThrownBy(() -> put(client, two.west, "abc", md5("abd")))
          .isInstanceOf(PassingFault.class)
          .hasMessageContaining("BadDigest");
      assertThat(two.list(two.west, "")).isEmpty();
      put(client, two.west, "abc", md5("abc"));
      assertThat(two.get(two.west, "a")).asString().isEqualTo("abc");
    }
  }
}
