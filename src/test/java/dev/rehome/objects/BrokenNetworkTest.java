package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.Verdict;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Plan;
import dev.rehome.wire.WireFault;
import dev.rehome.wire.WireFault.Broken;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A streamed copy over a network that breaks one request: what is proven at the end is what the
 * source has, and no upload is left open.
 */
final class BrokenNetworkTest {
  private static final int LARGE = 16 << 20;

  private static List<URI> servers() {
    return List.of(ObjectServers.proxy().endpoint(), ObjectServers.mock().endpoint());
  }

  private static Stream<Arguments> passing() {
    return Stream.of(
            Map.entry(Broken.REQUEST_CUT, "PutObject"),
            Map.entry(Broken.REQUEST_CUT, "UploadPart"),
            Map.entry(Broken.REQUEST_CUT, "CompleteMultipartUpload"),
            Map.entry(Broken.ANSWER_TRUNCATED, "ListObjectsV2"),
            Map.entry(Broken.ANSWER_TRUNCATED, "GetObject"),
            Map.entry(Broken.ANSWER_TRUNCATED, "CompleteMultipartUpload"),
            Map.entry(Broken.ANSWER_LOST, "GetObject"),
            Map.entry(Broken.ANSWER_LOST, "PutObject"),
            Map.entry(Broken.ANSWER_LOST, "UploadPart"),
            Map.entry(Broken.ANSWER_LOST, "CompleteMultipartUpload"),
            Map.entry(Broken.ANSWER_LOST, "AbortMultipartUpload"))
        .map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatBreaksOnceIsTriedAgain(Broken fault, String operation) throws IOException {
    triedAgain(ObjectServers.proxy().endpoint(), fault, operation);
  }

  @ParameterizedTest
  @MethodSource("passing")
  @Tag("long")
  void whatBreaksOnceIsTriedAgainAtAnotherStore(Broken fault, String operation) throws IOException {
    triedAgain(ObjectServers.mock().endpoint(), fault, operation);
  }

  private static void triedAgain(URI server, Broken fault, String operation) throws IOException {
    try (Wired wired = new Wired(server)) {
      byte[] small = wired.put("small", 100_000);
      byte[] large = wired.put("large", LARGE);
      abandonedUpload(wired);
      arm(wired, fault, operation);
      Plan plan = wired.stores.copyAll();
      assertThat(wired.source.met() + wired.target.met()).isEqualTo(1);
      assertThat(wired.arrived("small")).isEqualTo(small);
      assertThat(wired.arrived("large")).isEqualTo(large);
      assertThat(wired.openUploads()).isEmpty();
      assertThat(wired.proven(plan)).isTrue();
    }
  }

  /** S3Mock takes a key's object away with another upload of that key. */
  @Test
  void anUploadWhoseBeginningWasNotHeardOfIsNotLeftOpen() throws IOException {
    try (Wired wired = new Wired(ObjectServers.proxy().endpoint())) {
      byte[] large = wired.put("large", LARGE);
      wired.target.arm(Broken.ANSWER_LOST, "CreateMultipartUpload");
      Plan plan = wired.stores.copyAll();
      assertThat(wired.target.count("CreateMultipartUpload")).isEqualTo(2);
      assertThat(wired.target.count("AbortMultipartUpload")).isEqualTo(1);
      assertThat(wired.arrived("large")).isEqualTo(large);
      assertThat(wired.openUploads()).isEmpty();
      assertThat(wired.proven(plan)).isTrue();
    }
  }

  /** As of a worker that died: it is to be aborted. */
  private static void abandonedUpload(Wired wired) {
    wired.stores.s3.createMultipartUpload(
        c -> c.bucket(wired.stores.west).key(Stores.TO + "large"));
  }

  /** The next request of the operation, to whichever side it goes first. */
  private static void arm(Wired wired, WireFault fault, String operation) {
    boolean reads = operation.equals("GetObject") || operation.equals("ListObjectsV2");
    (reads ? wired.source : wired.target).arm(fault, operation);
  }

  /** A store that looks at the content's MD5 refuses it, and gets it again. */
  @ParameterizedTest
  @CsvSource({"PutObject, 2", "UploadPart, 5"})
  void aByteThatChangesOnItsWayToACarefulStoreIsSentAgain(String operation, int times)
      throws IOException {
    try (Wired wired = new Wired(ObjectServers.proxy().endpoint())) {
      byte[] small = wired.put("small", 100_000);
      byte[] large = wired.put("large", LARGE);
      wired.target.arm(Broken.REQUEST_CORRUPTED, operation);
      Plan plan = wired.stores.copyAll();
      assertThat(wired.target.count(operation)).isEqualTo(times);
      assertThat(wired.arrived("small")).isEqualTo(small);
      assertThat(wired.arrived("large")).isEqualTo(large);
      assertThat(wired.proven(plan)).isTrue();
    }
  }

  /** S3Mock's word for it is not S3's, and tells nothing of a way. */
  @Test
  void aStoreThatRefusesItByAnotherWordGetsNothingElse() throws IOException {
    try (Wired wired = new Wired(ObjectServers.mock().endpoint())) {
      wired.put("small", 100_000);
      wired.target.arm(Broken.REQUEST_CORRUPTED, "PutObject");
      assertThatThrownBy(wired.stores::copyAll)
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("files/small: 400 BadRequest: Content-MD5 does not match");
      assertThat(wired.stores.list(wired.stores.west, "")).isEmpty();
    }
  }

  @Test
  void aByteThatChangesOnItsWayToACarelessStoreIsSeenByTheProof() throws IOException {
    try (Wired wired = new Wired(ObjectServers.mock().endpoint())) {
      wired.put("small", 100_000);
      wired.put("large", LARGE);
      wired.target.arm(Broken.REQUEST_CORRUPTED, "UploadPart");
      seen(wired, wired.stores.copyAll(), "large");
    }
  }

  /** The store would refuse it: its MD5 is not the one that the source's ETag says. */
  @Test
  void aByteThatChangesOnItsWayFromTheSourceIsReadAgain() throws IOException {
    for (URI server : servers()) {
      try (Wired wired = new Wired(server)) {
        byte[] small = wired.put("small", 100_000);
        wired.source.arm(Broken.ANSWER_CORRUPTED, "GetObject");
        Plan plan = wired.stores.copyAll();
        assertThat(wired.source.met()).isEqualTo(1);
        assertThat(wired.source.count("GetObject")).isEqualTo(2);
        assertThat(wired.arrived("small")).isEqualTo(small);
        assertThat(wired.proven(plan)).isTrue();
      }
    }
  }

  /** No ETag tells the MD5 of a part. */
  @Test
  void aByteOfAPartThatChangesOnItsWayFromTheSourceIsSeenByTheProof() throws IOException {
    for (URI server : servers()) {
      try (Wired wired = new Wired(server)) {
        wired.put("small", 100_000);
        wired.put("large", LARGE);
        wired.source.arm(
            Broken.ANSWER_CORRUPTED,
            1,
            call -> call.is("GetObject") && call.key().endsWith("large"));
        seen(wired, wired.stores.copyAll(), "large");
      }
    }
  }

  private static void seen(Wired wired, Plan plan, String name) {
    assertThat(wired.source.met() + wired.target.met()).isEqualTo(1);
    assertThat(wired.verdicts(plan).stream().filter(verdict -> !verdict.passed()))
        .singleElement()
        .extracting(Verdict::targetValue)
        .asString()
        .endsWith("not alike: " + name + " (content)");
  }

  /** The proof's own reading may be hit as well: it never says yes for it. */
  @Test
  void aByteThatChangesWhileTheProofReadsIsANo() throws IOException {
    try (Wired wired = new Wired(ObjectServers.proxy().endpoint())) {
      wired.put("small", 100_000);
      Plan plan = wired.stores.copyAll();
      wired.target.arm(Broken.ANSWER_CORRUPTED, 99, call -> call.is("GetObject"));
      assertThat(wired.proven(plan)).isFalse();
      wired.target.disarm();
      assertThat(wired.proven(plan)).isTrue();
    }
  }

  @Test
  void aReadThatBreaksWhileTheMoveIsEstimatedIsTriedAgain() throws IOException {
    try (Wired wired = new Wired(ObjectServers.proxy().endpoint())) {
      wired.put("small", 100_000);
      wired.source.arm(Broken.ANSWER_TRUNCATED, "GetObject");
      new ObjectsEstimate(wired.stores.cells, wired.stores.settings).estimate(wired.stores.move);
      assertThat(wired.source.count("GetObject")).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void anAnswerThatCannotBeReadIsAskedForAgain() throws IOException {
    try (Wired wired = new Wired(ObjectServers.proxy().endpoint())) {
      byte[] large = wired.put("large", LARGE);
      wired.target.arm(Broken.ANSWER_CORRUPTED, "CompleteMultipartUpload");
      Plan plan = wired.stores.copyAll();
      assertThat(wired.arrived("large")).isEqualTo(large);
      assertThat(wired.openUploads()).isEmpty();
      assertThat(wired.proven(plan)).isTrue();
    }
  }
}
