package dev.rehome.patience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Stopped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void itsTriesAreBounded() {
    Patience patience = new Patience(STILL, Duration.ofDays(1), SHORT, "it was tried").tries(3);
    assertThat(patience.again()).isTrue();
    assertThat(patience.again()).isTrue();
    assertThat(patience.again()).isFalse();
  }

  @Test
  void itsTimeIsBoundedByTheClockItIsGiven() {
    Clock[] now = {STILL};
    Clock moving =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now[0].instant();
          }
        };
    Patience patience = new Patience(moving, Duration.ofSeconds(10), SHORT, "it was tried");
    now[0] = Clock.offset(STILL, Duration.ofSeconds(10));
    assertThat(patience.again()).isTrue();
    now[0] = Clock.offset(STILL, Duration.ofSeconds(11));
    assertThat(patience.again()).isFalse();
  }

  @Test
  void itsPausesGrowUpToTheLongest() {
    Patience patience =
        new Patience(STILL, Duration.ofDays(1), Duration.ofMillis(10), "it was tried")
            .tries(4)
            .growing(3, Duration.ofMillis(60));
    long begun = System.nanoTime();
    while (patience.again()) {
      assertThat(patience).isNotNull();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(99));
  }

  @Test
  void anInterruptEndsItAndStays() {
    Thread.currentThread().interrupt();
    Patience patience = new Patience(STILL, Duration.ofDays(1), SHORT, "it was tried");
    assertThatThrownBy(patience::again)
        .isInstanceOf(Stopped.class)
        .hasMessage("interrupted while it was tried");
    assertThat(Thread.interrupted()).isTrue();
  }
}
