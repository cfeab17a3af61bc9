package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Chunk;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.StaleLease;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Plan;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

final class ObjectsStoreTest {
  private static final List<String> AWKWARD =
      List.of(
          "plain.txt",
          "with space",
          "a+b",
          "100%",
          "50%25",
          "a&b",
          "what?",
          "no#1",
          "caf\u00e9",
          "cafe\u0301",
          "quo\"te's<&>",
          "\ud83d\ude00",
          "\uffee",
          "x".repeat(1024 - Stores.FROM.length()));

  private static Stores proxy(boolean streamed) {
    URI endpoint = ObjectServers.proxy().endpoint();
    return new Stores(endpoint, streamed ? Stores.otherName(endpoint) : endpoint);
  }

  private static byte[] bytes(int size, long seed) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyAwkwardKeyArrivesWithItsContent(boolean streamed) {
    try (Stores two = proxy(streamed)) {
      for (String name : AWKWARD) {
        two.put(name, name.getBytes(StandardCharsets.UTF_8));
      }
      two.put("zero", new byte[0]);
      two.put("marker/", new byte[0]);
      Plan plan = two.copyAll();
      assertThat(plan.position()).isEqualTo(AWKWARD.size() + 2 + " objects, 0 MiB");
      assertThat(two.list(two.west, Stores.TO))
          .isEqualTo(two.list(two.east, Stores.FROM))
          .hasSize(AWKWARD.size() + 2);
    }
  }

  /** S3Proxy cannot hold such two. */
  @Test
  void aKeyMayBeginAnotherOne() {
    URI endpoint = ObjectServers.mock().endpoint();
    try (Stores two = new Stores(endpoint, Stores.otherName(endpoint))) {
      two.put("p", bytes(5, 22));
      two.put("p/q", bytes(6, 23));
      two.copyAll();
      assertThat(two.list(two.west, Stores.TO))
          .isEqualTo(two.list(two.east, Stores.FROM))
          .hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void headersMetadataAndTagsGoAlong(boolean streamed) {
    URI endpoint = ObjectServers.mock().endpoint();
    try (Stores two = new Stores(endpoint, streamed ? Stores.otherName(endpoint) : endpoint)) {
      for (int size : new int[] {3, 16 << 20}) {
        two.s3.putObject(
            c ->
                c.bucket(two.east)
                    .key(Stores.FROM + "all-" + size)
                    .contentType("text/x-own; charset=utf-8")
                    .contentEncoding("gzip")
                    .contentDisposition("attachment; filename=\"a.txt\"")
                    .cacheControl("max-age=7")
                    .contentLanguage("de")
                    .metadata(Map.of("own", "v 1"))
                    .storageClass("STANDARD_IA")
                    .tagging(Tagging.builder().tagSet(tag("a", "1"), tag("b", "x-y")).build())
                    .overrideConfiguration(o -> o.putHeader("Expires", "whenever")),
            RequestBody.fromBytes(bytes(size, 1)));
      }
      two.copyAll();
      for (int size : new int[] {3, 16 << 20}) {
        String from = Stores.FROM + "all-" + size;
        String to = Stores.TO + "all-" + size;
        assertThat(facts(two, two.west, to)).isEqualTo(facts(two, two.east, from));
        assertThat(Arrays.equals(two.get(two.west, to), two.get(two.east, from))).isTrue();
      }
    }
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static List<Object> facts(Stores two, String bucket, String key) {
    HeadObjectResponse head = two.s3.headObject(c -> c.bucket(bucket).key(key));
    return Arrays.asList(
        head.contentType(),
        head.contentEncoding(),
        head.contentDisposition(),
        head.cacheControl(),
        head.contentLanguage(),
        head.expiresString(),
        head.metadata(),
        head.storageClassAsString(),
        List.copyOf(two.s3.getObjectTagging(c -> c.bucket(bucket).key(key)).tagSet()));
  }

  @Test
  void aLargeObjectGoesInPartsAndNoUploadIsLeft() throws NoSuchAlgorithmException {
    try (Stores two = proxy(true)) {
      byte[] content = bytes(23 << 20, 2);
      two.put("large", content);
      two.put("small", bytes(10, 3));
      two.s3.createMultipartUpload(c -> c.bucket(two.west).key(Stores.TO + "large"));
      two.s3.createMultipartUpload(c -> c.bucket(two.west).key(Stores.TO + "stranger"));
      two.copyAll();
      assertThat(Arrays.equals(two.get(two.west, Stores.TO + "large"), content)).isTrue();
      assertThat(two.uploads(two.west)).containsExactly(Stores.TO + "stranger");
      // the store has checked the small one by its MD5
      assertThat(two.book.entries(two.move, 1, 9))
          .extracting(e -> e.name() + " " + e.written().orElseThrow().sha256())
          .containsExactly(
              "large "
                  + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)),
              "small ");
    }
  }

  @Test
  @Timeout(20)
  void aListingDoesNotWaitBehindOtherMovesWork() {
    CountDownLatch end = new CountDownLatch(1);
    try (Stores two = proxy(true)) {
      two.put("a", bytes(10, 3));
      CellClient busy = two.cells.source(two.move).client();
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        others.add(busy.submit(() -> await(end)));
      }
      assertThat(two.store.plan(two.move).chunks()).isNotEmpty();
      assertThat(others).noneMatch(Future::isDone);
    } finally {
      end.countDown();
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void twiceIsOnceAlsoWhenNothingWasPutDown() {
    try (Stores two = proxy(true)) {
      two.put("a", bytes(100, 4));
      two.put("b", bytes(100, 5));
      Plan plan = two.copyAll();
      Chunk chunk = plan.chunks().get(0);
      var before = two.s3.headObject(c -> c.bucket(two.west).key(Stores.TO + "a"));
      assertThat(two.store.copy(two.move, chunk)).isEqualTo(two.store.copy(two.move, chunk));
      two.book.forgetWritten();
      two.store.copy(two.move, chunk);
      assertThat(two.s3.headObject(c -> c.bucket(two.west).key(Stores.TO + "a")).lastModified())
          .isEqualTo(before.lastModified());
    }
  }

  @Test
  void whatIsSomebodyElsesIsNamedAndStays() {
    try (Stores two = proxy(true)) {
      two.put("a", bytes(100, 6));
      two.s3.putObject(
          c -> c.bucket(two.west).key(Stores.TO + "a"), RequestBody.fromString("theirs"));
      assertThatThrownBy(two::copyAll)
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining(two.west + "/files/a is in the way");
      two.store.discard(two.move);
      assertThat(two.get(two.west, Stores.TO + "a")).asString().isEqualTo("theirs");
    }
  }

  @Test
  void discardTakesWhatTheMoveWroteAndNothingElse() {
    try (Stores two = proxy(true)) {
      two.put("a", bytes(100, 7));
      two.put("b", bytes(100, 8));
      two.put("c", bytes(100, 9));
      two.s3.putObject(
          c -> c.bucket(two.west).key(Stores.TO + "stranger"), RequestBody.fromString("theirs"));
      two.copyAll();
      two.s3.putObject(
          c -> c.bucket(two.west).key(Stores.TO + "b"), RequestBody.fromString("since"));
      two.s3.createMultipartUpload(c -> c.bucket(two.west).key(Stores.TO + "c"));
      two.store.discard(two.move);
      two.store.discard(two.move);
      assertThat(two.list(two.west, "").keySet())
          .containsExactly(Stores.TO + "b", Stores.TO + "stranger");
      assertThat(two.uploads(two.west)).isEmpty();
    }
  }

  @Test
  void anObjectWrittenDuringTheMoveIsNamed() {
    try (Stores two = proxy(true)) {
      two.put("a", bytes(100, 10));
      Plan plan = two.store.plan(two.move);
      two.put("a", bytes(100, 11));
      assertThatThrownBy(() -> two.store.copy(two.move, plan.chunks().get(0)))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("tenants/acme/a was written during the move");
    }
  }

  @Test
  void aStaleEpochWritesNothing() {
    try (Stores two = proxy(true)) {
      two.put("a", bytes(100, 12));
      Plan plan = two.store.plan(two.move);
      two.newest = 2;
      assertThatThrownBy(() -> two.store.copy(two.move, plan.chunks().get(0)))
          .isInstanceOf(StaleLease.class);
      assertThat(two.list(two.west, "")).isEmpty();
    }
  }
}
