package dev.rehome.objects.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.StaleLease;
import dev.rehome.objects.ObjectsFence;
import dev.rehome.store.HandedOver;
import dev.rehome.store.Turns;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a fence by policy is, and how long it lasts; see {@link PolicyFenceTest} for the store. */
final class PolicyLeaseTest {
  @Test
  void aFenceEndsByItselfWhenNobodyRenewsIt() throws Exception {
    try (FencedBucket bucket = new FencedBucket(Duration.ofSeconds(4))) {
      bucket.front.set(bucket.two.shared, PolicyFenceTest.THEIRS);
      bucket.close(bucket.move);
      assertThat(bucket.write()).isEqualTo("AccessDenied");
      await().atMost(Duration.ofSeconds(6)).until(() -> bucket.write().equals("passes"));
      assertThat(bucket.fence.renew(bucket.move, FencedBucket.LEASE)).isFalse();
      assertThat(bucket.fence.seal(bucket.move)).isFalse();
      assertThatThrownBy(() -> bucket.close(bucket.move))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("has run out");
      assertThat(bucket.write()).isEqualTo("passes");
      bucket.close(bucket.another("m2"));
      assertThat(bucket.policy()).doesNotContain("RehomeFencem1").contains("RehomeFencem2");
      bucket.fence.lift(bucket.another("m2"));
      assertThat(bucket.policy()).isEqualTo(PolicyFenceTest.THEIRS);
    }
  }

  @Test
  void aFenceThatIsRenewedAndSealedStays() throws Exception {
    Duration lease = Duration.ofSeconds(3);
    try (FencedBucket bucket = new FencedBucket(lease)) {
      bucket.close(bucket.move);
      for (int i = 0; i < 10; i++) {
        Thread.sleep(500);
        assertThat(bucket.fence.renew(bucket.move, lease)).isTrue();
        assertThat(bucket.write()).isEqualTo("AccessDenied");
      }
      assertThat(bucket.front.changes()).hasSizeLessThan(8);
      assertThat(bucket.fence.seal(bucket.move)).isTrue();
      assertThat(bucket.fence.seal(bucket.move)).isTrue();
      assertThat(bucket.policy()).doesNotContain("aws:CurrentTime");
      Thread.sleep(4_000);
      assertThat(bucket.fence.renew(bucket.move, lease)).isTrue();
      assertThat(bucket.write()).isEqualTo("AccessDenied");
    }
  }

  @Test
  void anOlderWorkerChangesNothing() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      Move newer = bucket.move.withEpoch(2);
      bucket.close(bucket.move);
      assertThat(bucket.fence.renew(newer, FencedBucket.LEASE)).isTrue();
      assertThat(bucket.policy()).contains("RehomeFencem1Epoch2").doesNotContain("Epoch1");
      String taken = bucket.policy();
      for (Runnable late :
          List.<Runnable>of(
              () -> bucket.fence.lift(bucket.move),
              () -> bucket.fence.seal(bucket.move),
              () -> bucket.fence.renew(bucket.move, FencedBucket.LEASE),
              () -> bucket.close(bucket.move))) {
        assertThatThrownBy(late::run).isInstanceOf(StaleLease.class);
      }
      assertThat(bucket.policy()).isEqualTo(taken);
    }
  }

  @Test
  void aWorkerThatWasAsleepLeavesNoFence() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.front.set(bucket.two.shared, PolicyFenceTest.THEIRS);
      bucket.epochs.add(1L);
      bucket.epochs.add(2L);
      assertThatThrownBy(() -> bucket.close(bucket.move)).isInstanceOf(StaleLease.class);
      assertThat(bucket.policy()).isEqualTo(PolicyFenceTest.THEIRS);
      assertThat(bucket.front.changes()).hasSize(2);
      assertThatThrownBy(() -> bucket.close(bucket.move)).isInstanceOf(StaleLease.class);
      assertThat(bucket.front.changes()).hasSize(2);
    }
  }

  /** Between its question and its write; then the move was undone, and nobody looks again. */
  @ParameterizedTest
  @ValueSource(strings = {"seal", "renew", "hand over"})
  void aWorkerThatSleptWhileAnotherUndidTheMovePutsNothingBack(String change) throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.front.set(bucket.two.shared, PolicyFenceTest.THEIRS);
      bucket.close(bucket.move);
      ObjectsFence second = bucket.process(Turns.ALONE);
      bucket.meanwhile =
          () -> {
            assertThat(second.lift(bucket.move.withEpoch(2))).isTrue();
            assertThat(bucket.policy()).isEqualTo(PolicyFenceTest.THEIRS);
            bucket.over();
          };
      assertThatThrownBy(
              () -> {
                switch (change) {
                  case "seal" -> bucket.fence.seal(bucket.move);
                  case "renew" ->
                      bucket.fence.renew(bucket.move, FencedBucket.LEASE.multipliedBy(3));
                  default -> HandedOver.by(bucket.fence, bucket.move);
                }
              })
          .isInstanceOf(StaleLease.class);
      assertThat(bucket.policy()).isEqualTo(PolicyFenceTest.THEIRS);
      assertThat(bucket.write()).isEqualTo("passes");
    }
  }

  @Test
  void aWorkerWhoseMoveIsOverChangesNothing() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.close(bucket.move);
      String before = bucket.policy();
      bucket.over();
      for (Runnable late :
          List.<Runnable>of(
              () -> bucket.fence.lift(bucket.move),
              () -> bucket.fence.seal(bucket.move),
              () -> bucket.fence.renew(bucket.move, FencedBucket.LEASE.multipliedBy(3)),
              () -> HandedOver.by(bucket.fence, bucket.move))) {
        assertThatThrownBy(late::run).isInstanceOf(StaleLease.class);
      }
      assertThat(bucket.policy()).isEqualTo(before);
    }
  }

  @Test
  void aFenceThatSomebodyTookAwayIsNotRenewed() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.close(bucket.move);
      bucket.front.set(bucket.two.shared, null);
      assertThat(bucket.fence.renew(bucket.move, FencedBucket.LEASE)).isFalse();
      assertThat(bucket.fence.seal(bucket.move)).isFalse();
      assertThat(bucket.policy()).isEqualTo("none");
    }
  }
}
