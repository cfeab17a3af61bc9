package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.sandbox.ObjectServers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Uploads of the application that are open when the tenant is drained. */
final class OpenUploadTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static Stream<URI> servers() {
    return Stream.of(ObjectServers.proxy().endpoint(), ObjectServers.mock().endpoint());
  }

  private static String begin(Stores stores, String key) {
    return stores.s3.createMultipartUpload(c -> c.bucket(stores.east).key(key)).uploadId();
  }

  private static void end(Stores stores, String key, String id) {
    String etag =
        stores
            .s3
            .uploadPart(
                c -> c.bucket(stores.east).key(key).uploadId(id).partNumber(1),
                RequestBody.fromString("late"))
            .eTag();
    CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
    stores.s3.completeMultipartUpload(
        c -> c.bucket(stores.east).key(key).uploadId(id).multipartUpload(m -> m.parts(part)));
  }

  private static ObjectsFence fence(Stores stores) {
    return new ObjectsFence(stores.cells, Clock.systemUTC(), Duration.ofSeconds(60), move -> {});
  }

  @ParameterizedTest
  @MethodSource("servers")
  void anUploadThatEndsIsWaitedForAndItsObjectMoves(URI server) throws Exception {
    try (Stores stores = new Stores(server, server)) {
      String key = Stores.FROM + "late";
      String id = begin(stores, key);
      Instant begun = Instant.now();
      CompletableFuture<Void> application =
          CompletableFuture.runAsync(
              () -> end(stores, key, id),
              CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS));
      fence(stores).close(stores.move, LONG);
      assertThat(application).isDone();
      assertThat(Duration.between(begun, Instant.now()))
          .isBetween(Duration.ofMillis(1500), LONG.dividedBy(2));
      stores.copyAll();
      assertThat(stores.get(stores.west, Stores.TO + "late")).asString().isEqualTo("late");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void anUploadThatStaysOpenIsNamedAndLeftAlone(URI server) {
    try (Stores stores = new Stores(server, server)) {
      String first = begin(stores, Stores.FROM + "a file");
      begin(stores, Stores.FROM + "b");
      assertThatThrownBy(() -> fence(stores).close(stores.move, Duration.ofSeconds(1)))
          .isInstanceOf(MoveFailed.class)
          .hasMessageStartingWith(
              "us_east: the upload of %s/tenants/acme/a file (upload id %s, begun "
                  .formatted(stores.east, first))
          .hasMessageEndingWith(
              "is not finished after 1 s (drain-timeout-seconds), and 1 more; let it end, or abort it");
      assertThat(stores.uploads(stores.east)).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void theUploadsOfOthersAreNotWaitedFor(URI server) {
    try (Stores stores = new Stores(server, server)) {
      begin(stores, "tenants/acme2/a");
      begin(stores, "other");
      Instant begun = Instant.now();
      fence(stores).close(stores.move, LONG);
      assertThat(Duration.between(begun, Instant.now())).isLessThan(LONG.dividedBy(2));
      assertThat(stores.uploads(stores.east)).hasSize(2);
    }
  }
}
