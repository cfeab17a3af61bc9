package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.StaleLease;
import dev.rehome.objects.TwoBuckets.Setting;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.wire.Wire;
import dev.rehome.wire.WireFault.Refused;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

final class DeletesTest {
  private static List<String> left(TwoBuckets two) {
    return two.s3.listObjectsV2(c -> c.bucket(two.shared)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void whatIsNamedIsDeletedAndNothingElse() {
    try (TwoBuckets two = TwoBuckets.onProxy(Setting.USUAL)) {
      List.of("a", "b c+%", "other").forEach(name -> two.put(name, "x"));
      Deletes.of(two.cells.source(two.move), List.of("a", "b c+%", "never there"));
      assertThat(left(two)).containsExactly(TwoBuckets.PREFIX + "other");
    }
  }

  @Test
  void whatIsNotDeletedIsNamed() {
    try (TwoBuckets two =
        TwoBuckets.onProxy(
            Setting.USUAL.source(
                c -> TwoBuckets.changed(c, "no-such-bucket", "", c.verify(), c.fence())))) {
      assertThatThrownBy(() -> Deletes.of(two.cells.source(two.move), List.of("a")))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("us_east: DeleteObjects no-such-bucket/a")
          .hasMessageContaining("NoSuchBucket");
    }
  }

  /** A try that is made again is asked for again: its worker may have slept in between. */
  @Test
  void theGateRunsBeforeEachTry() throws IOException {
    try (Wire wire = Wire.to(ObjectServers.proxy().endpoint());
        TwoBuckets two = TwoBuckets.on(wire.endpoint(), Setting.USUAL)) {
      two.put("a", "x");
      wire.arm(new Refused(503, "SlowDown"), "DeleteObjects");
      AtomicInteger asked = new AtomicInteger();
      BucketSide side =
          two.cells
              .source(two.move)
              .behind(
                  () -> {
                    if (asked.incrementAndGet() == 2) {
                      throw new StaleLease("taken over");
                    }
                  });
      assertThatThrownBy(() -> Deletes.of(side, List.of("a"))).isInstanceOf(StaleLease.class);
      assertThat(left(two)).hasSize(1);
    }
  }
}
