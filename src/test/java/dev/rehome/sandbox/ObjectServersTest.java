package dev.rehome.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rehome.Tethered",
                Parent.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int port = Integer.parseInt(parent.inputReader().readLine());
    assertThat(Program.answers(port)).isTrue();
    parent.destroyForcibly().waitFor();
    await().atMost(Duration.ofSeconds(15)).until(() -> !Program.answers(port));
  }

  static final class Parent {
    public static void main(String[] args) throws Exception {
      S3Proxy proxy = S3Proxy.start(Path.of(args[0]), 64);
      System.out.println(List.of(proxy.port()).get(0));
      Thread.sleep(60_000);
    }
  }
}
