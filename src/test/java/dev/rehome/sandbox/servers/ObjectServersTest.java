package dev.rehome.sandbox.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rehome.sandbox.ObjectServers;
import dev.rehome.sandbox.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class ObjectServersTest {
  @TempDir Path directory;

  @Test
  void theProxyTakesObjectsAndRefusesAWrongSecret() {
    try (S3Client client = S3.client(ObjectServers.proxy().endpoint());
        S3Client stranger = S3.client(ObjectServers.proxy().endpoint(), "wrong")) {
      String bucket = ObjectServers.freshBucket(client);
      client.putObject(c -> c.bucket(bucket).key("a b+c%"), RequestBody.fromString("x"));
      assertThat(client.listObjectsV2(c -> c.bucket(bucket)).contents())
          .extracting(object -> object.key())
          .containsExactly("a b+c%");
      assertThatThrownBy(() -> stranger.listObjectsV2(c -> c.bucket(bucket)))
          .isInstanceOf(S3Exception.class)
          .hasMessageContaining("403");
    }
  }

  @Test
  void theMockHasTags() {
    try (S3Client client = S3.client(ObjectServers.mock().endpoint())) {
      String bucket = ObjectServers.freshBucket(client);
      client.putObject(c -> c.bucket(bucket).key("a").tagging("k=v"), RequestBody.fromString("x"));
      assertThat(client.getObjectTagging(c -> c.bucket(bucket).key("a")).tagSet())
          .extracting(tag -> tag.key() + "=" + tag.value())
          .containsExactly("k=v");
    }
  }

  @Test
  void theProxyEndsWithItsParentAlsoWhenThatIsKilled() throws Exception {
    endsWithItsParent("proxy");
  }

  @Test
  void theMockEndsWithItsParentAlsoWhenThatIsKilled() throws Exception {
    endsWithItsParent("mock");
  }

  @Test
  void bothListenOnLoopbackOnly() throws Exception {
    try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
      List<InetAddress> others =
          interfaces
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress())
              .toList();
      for (int port : List.of(ObjectServers.proxy().port(), ObjectServers.mock().port())) {
        assertThat(Program.answers(port)).isTrue();
        assertThat(others).noneMatch(address -> answers(address, port));
      }
    }
  }

  @Test
  void aServerThatDoesNotStartShowsItsLog() {
    assertThatThrownBy(
            () ->
                ServerJvm.start(
                    "none", directory, List.of("-cp", "x", "Missing"), Pattern.compile("(1)")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none does not start")
        .hasMessageContaining("ClassNotFoundException");
  }

  private static boolean answers(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private void endsWithItsParent(String server) throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rehome.Tethered",
                Parent.class.getName(),
                server,
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int port = Integer.parseInt(parent.inputReader().readLine());
    assertThat(Program.answers(port)).isTrue();
    parent.destroyForcibly().waitFor();
    await().atMost(Duration.ofSeconds(30)).until(() -> !Program.answers(port));
  }

  static final class Parent {
    public static void main(String[] args) throws Exception {
      Path directory = Path.of(args[1]);
      int port =
          args[0].equals("proxy")
              ? S3Proxy.start(directory, 64).port()
              : S3Mock.start(directory).port();
      System.out.println(port);
      Thread.sleep(60_000);
    }
  }
}
