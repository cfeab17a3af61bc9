package dev.rehome.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ThrottleTest {
  private final AtomicLong now = new AtomicLong();
  private final Throttle throttle = new Throttle(1_000, now::get);

  @Test
  void bytesWaitUntilTheyArePaidFor() {
    assertThat(throttle.pause(500)).isEqualTo(500_000_000);
    assertThat(throttle.pause(500)).isEqualTo(1_000_000_000);
    now.set(1_500_000_000);
    assertThat(throttle.pause(500)).isEqualTo(500_000_000);
  }

  @Test
  void anIdleTimeIsNotSavedUp() {
    throttle.pause(500);
    now.set(60_000_000_000L);
    assertThat(throttle.pause(5_000)).isEqualTo(5_000_000_000L);
    assertThat(throttle.pause(1)).isEqualTo(5_001_000_000L);
  }

  @Test
  void withoutABoundNothingWaits() {
    assertThat(new Throttle(0, now::get).pause(1 << 30)).isZero();
  }
}
