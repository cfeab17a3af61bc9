package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.Verdict;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Plan;
import dev.rehome.wire.Wire;
import dev.rehome.wire.WireFault;
import dev.rehome.wire.WireFault.Broken;
import dev.rehome.wire.WireFault.Refused;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What the store copies by itself, a large object in parts of 6 MiB; both cells by one wire. */
final class WithinTheStoreTest {
  /** A part has 16 times as much, and what is above 32 times goes in parts. */
  private static final long SMALL_PARTS = 384L << 10;

  private static final int BYTES = (17 << 20) + 5;

  private static Stores stores(Wire wire, URI server) {
    return new Stores(server, wire.endpoint(), wire.endpoint(), 4, SMALL_PARTS);
  }

  private static byte[] put(Stores stores) {
    byte[] content = new byte[BYTES];
    new Random(BYTES).nextBytes(content);
    stores.s3.putObject(
        c ->
            c.bucket(stores.east)
                .key(Stores.FROM + "large")
                .contentType("text/own")
                .cacheControl("max-age=7")
                .metadata(Map.of("own", "v 1")),
        RequestBody.fromBytes(content));
    return content;
  }

  private static void putThree(Stores stores) {
    List.of("a", "b", "c").forEach(name -> stores.put(name, new byte[] {1}));
  }

  private static Stream<URI> servers() {
    return Stream.of(ObjectServers.proxy().endpoint(), ObjectServers.mock().endpoint());
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aLargeObjectIsCopiedInPartsThatNeverPassThroughUs(URI server) throws IOException {
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, server)) {
      byte[] content = put(stores);
      Plan plan = stores.copyAll();
      assertThat(wire.count("UploadPartCopy")).isEqualTo(3);
      assertThat(
              wire.count("GetObject")
                  + wire.count("PutObject")
                  + wire.count("UploadPart")
                  + wire.count("CopyObject"))
          .isZero();
      assertThat(stores.get(stores.west, Stores.TO + "large")).isEqualTo(content);
      assertThat(stores.uploads(stores.west)).isEmpty();
      HeadObjectResponse head =
          stores.s3.headObject(c -> c.bucket(stores.west).key(Stores.TO + "large"));
      assertThat(head.contentType()).isEqualTo("text/own");
      assertThat(head.cacheControl()).isEqualTo("max-age=7");
      assertThat(head.metadata()).isEqualTo(Map.of("own", "v 1"));
      assertThat(plan.checks()).allMatch(check -> stores.store.check(stores.move, check).passed());
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 4", "false, 1"})
  void eachObjectIsAskedForBeforeItIsCopiedWhereRedirectsMayBe(boolean websites, int asked)
      throws IOException {
    URI server = websites ? ObjectServers.mock().endpoint() : ObjectServers.proxy().endpoint();
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, server)) {
      putThree(stores);
      Plan plan = stores.store.plan(stores.move);
      wire.forget();
      stores.copy(plan);
      assertThat(wire.count("HeadObject")).isEqualTo(asked);
      assertThat(wire.count("CopyObject")).isEqualTo(3);
      assertThat(wire.count("GetBucketWebsite")).isEqualTo(1);
      assertThat(wire.noted())
          .noneMatch(n -> n.call().is("ListObjectsV2") && n.call().bucket().equals(stores.east));
      assertThat(plan.checks()).allMatch(check -> stores.store.check(stores.move, check).passed());
    }
  }

  private static Stream<WireFault> unanswered() {
    return Stream.of(new Refused(503, "SlowDown"), Broken.ANSWER_LOST);
  }

  @ParameterizedTest
  @MethodSource("unanswered")
  void aStoreThatDoesNotTellOfItsWebsitesIsAskedForEachObject(WireFault fault) throws IOException {
    URI server = ObjectServers.proxy().endpoint();
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, server)) {
      putThree(stores);
      wire.arm(fault, Integer.MAX_VALUE, call -> call.is("GetBucketWebsite"));
      Plan plan = stores.copyAll();
      assertThat(wire.count("GetBucketWebsite")).isEqualTo(1);
      assertThat(wire.count("HeadObject")).isEqualTo(4);
      assertThat(plan.checks()).allMatch(check -> stores.store.check(stores.move, check).passed());
    }
  }

  @Test
  void anEmptyObjectThatWasWrittenSinceItWasListedIsNotCopied() throws IOException {
    URI server = ObjectServers.proxy().endpoint();
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, server)) {
      stores.put("empty", new byte[0]);
      Plan plan = stores.store.plan(stores.move);
      stores.put("empty", new byte[] {1});
      assertThatThrownBy(() -> stores.store.copy(stores.move, plan.chunks().get(0)))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("tenants/acme/empty was written during the move");
      assertThat(stores.list(stores.west, "")).isEmpty();
    }
  }

  private static Stream<WireFault> passing() {
    return Stream.of(new Refused(503, "SlowDown"), Broken.ANSWER_LOST, Broken.ANSWER_TRUNCATED);
  }

  @ParameterizedTest
  @MethodSource("passing")
  void aPartThatFailsOnceIsCopiedAgain(WireFault fault) throws IOException {
    URI server = ObjectServers.proxy().endpoint();
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, server)) {
      byte[] content = put(stores);
      wire.arm(fault, "UploadPartCopy");
      stores.copyAll();
      assertThat(wire.count("UploadPartCopy")).isEqualTo(4);
      assertThat(stores.get(stores.west, Stores.TO + "large")).isEqualTo(content);
      assertThat(stores.uploads(stores.west)).isEmpty();
    }
  }

  @Test
  void anObjectOverwrittenInTheMiddleIsNotMadeOfTwo() throws IOException {
    URI server = ObjectServers.proxy().endpoint();
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, server)) {
      put(stores);
      Plan plan = stores.store.plan(stores.move);
      AtomicInteger parts = new AtomicInteger();
      wire.arm(
          new Refused(503, "SlowDown"),
          1,
          call -> {
            boolean last = call.is("UploadPartCopy") && parts.incrementAndGet() == 3;
            if (last) {
              stores.put("large", new byte[BYTES]);
            }
            return last;
          });
      assertThatThrownBy(() -> stores.store.copy(stores.move, plan.chunks().get(0)))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("tenants/acme/large was written during the move");
      assertThat(stores.list(stores.west, "")).isEmpty();
      stores.store.discard(stores.move);
      assertThat(stores.uploads(stores.west)).isEmpty();
    }
  }

  @Test
  void aPartThatIsOfAnotherPlaceIsSeenByTheProof() throws IOException {
    URI server = ObjectServers.proxy().endpoint();
    try (Wire wire = Wire.to(server);
        Stores stores = stores(wire, server)) {
      byte[] content = put(stores);
      Plan plan = stores.copyAll();
      byte[] swapped = content.clone();
      System.arraycopy(content, 0, swapped, 6 << 20, 6 << 20);
      stores.s3.putObject(
          c ->
              c.bucket(stores.west)
                  .key(Stores.TO + "large")
                  .contentType("text/own")
                  .cacheControl("max-age=7")
                  .metadata(Map.of("own", "v 1")),
          RequestBody.fromBytes(swapped));
      assertThat(plan.checks())
          .map(check -> stores.store.check(stores.move, check))
          .filteredOn(verdict -> !verdict.passed())
          .extracting(Verdict::targetValue)
          .anyMatch(value -> value.endsWith("large (content)"));
    }
  }
}
