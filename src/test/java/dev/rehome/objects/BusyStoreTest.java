package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Plan;
import dev.rehome.wire.Wire.Noted;
import dev.rehome.wire.WireFault;
import dev.rehome.wire.WireFault.Broken;
import dev.rehome.wire.WireFault.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that refuses: for a while, for ever, or for good. */
final class BusyStoreTest {
  private static final int PARALLELISM = 8;
  private static final int REFUSED = 20;

  private static Wired wired(int objects) {
    Wired wired = new Wired(ObjectServers.proxy().endpoint(), PARALLELISM);
    for (int i = 0; i < objects; i++) {
      wired.put("o" + i, 1000);
    }
    return wired;
  }

  private static Stream<WireFault> forAWhile() {
    return Stream.of(
        new Refused(503, "SlowDown"),
        new Refused(500, "InternalError"),
        Broken.REQUEST_CUT,
        Broken.ANSWER_LOST);
  }

  @ParameterizedTest
  @MethodSource("forAWhile")
  void refusedForAWhileItAsksLessAndThenAsMuchAsBefore(WireFault fault) throws IOException {
    try (Wired wired = wired(150)) {
      Plan plan = wired.stores.store.plan(wired.stores.move);
      CellClient client = wired.stores.cells.client("us_west");
      Queue<Integer> limits = new ConcurrentLinkedQueue<>();
      wired.target.arm(
          fault,
          REFUSED,
          call -> {
            limits.add(client.limit());
            return call.is("PutObject") && wired.target.count("PutObject") > 40;
          });
      plan.chunks().forEach(chunk -> wired.stores.store.copy(wired.stores.move, chunk));
      List<Noted> noted = wired.target.noted();
      int last = lastMet(noted);
      assertThat(wired.target.met()).isEqualTo(REFUSED);
      assertThat(limits).contains(PARALLELISM).contains(1);
      assertThat(together(noted.subList(last, last + 3))).isLessThanOrEqualTo(2);
      assertThat(together(noted)).isBetween(3, PARALLELISM);
      assertThat(client.limit()).isEqualTo(PARALLELISM);
      assertThat(wired.stores.list(wired.stores.west, Stores.TO))
          .isEqualTo(wired.stores.list(wired.stores.east, Stores.FROM))
          .hasSize(150);
      assertThat(wired.proven(plan)).isTrue();
    }
  }

  private static int lastMet(List<Noted> noted) {
    int at = noted.size() - 1;
    while (noted.get(at).met().isEmpty()) {
      at--;
    }
    return at;
  }

  /** The most that were under way at the same time. */
  private static int together(List<Noted> noted) {
    return noted.stream().mapToInt(Noted::together).max().orElseThrow();
  }

  @Test
  void refusedForEverItIsAPassingFaultThatNamesKeyAndOperation() throws IOException {
    try (Wired wired = wired(30)) {
      wired.target.arm(
          new Refused(503, "SlowDown"), Integer.MAX_VALUE, call -> call.is("PutObject"));
      assertThatThrownBy(wired.stores::copyAll)
          .isInstanceOf(PassingFault.class)
          .hasMessageMatching(
              "us_west: PutObject " + wired.stores.west + "/files/o\\d+: 503 SlowDown: planted");
      assertThat(wired.target.count("PutObject")).isLessThanOrEqualTo(6L * PARALLELISM);
      wired.target.disarm();
      Plan plan = wired.stores.copyAll();
      assertThat(wired.proven(plan)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, PutObject",
    "403, AccessDenied, CreateMultipartUpload",
    "403, AccessDenied, UploadPart",
    "403, AccessDenied, GetObject",
    "403, AccessDenied, ListObjectsV2",
    "403, SignatureDoesNotMatch, PutObject",
    "404, NoSuchBucket, PutObject",
    "404, NoSuchBucket, GetObject",
    "404, NoSuchBucket, ListObjectsV2",
    "301, PermanentRedirect, PutObject"
  })
  void refusedForGoodItStopsAtOnceAndNamesKeyAndOperation(int status, String code, String operation)
      throws IOException {
    try (Wired wired = wired(30)) {
      wired.put("large", 16 << 20);
      boolean reads = operation.equals("GetObject") || operation.equals("ListObjectsV2");
      (reads ? wired.source : wired.target)
          .arm(new Refused(status, code), Integer.MAX_VALUE, call -> call.is(operation));
      String place = reads ? wired.stores.east + "/tenants/acme/" : wired.stores.west + "/files/";
      assertThatThrownBy(wired.stores::copyAll)
          .isInstanceOf(MoveFailed.class)
          .hasMessageMatching(
              "us_(east|west): %s %s\\w*: %d %s: planted"
                  .formatted(operation, place, status, code));
      assertThat(wired.source.count(operation) + wired.target.count(operation))
          .isBetween(1L, (long) PARALLELISM);
    }
  }
}
