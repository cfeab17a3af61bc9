package dev.rehome.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Move;
import dev.rehome.model.StaleLease;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every fence does that refuses writes, on real servers; see {@link Fence}. */
public abstract class FenceContract {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final String PASSES = "passes";

  private FencedScene scene;
  private Fence fence;
  private Move move;

  /** A fence that is not closed. */
  protected abstract FencedScene scene() throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    scene = scene();
    fence = scene.fence();
    move = scene.move();
  }

  @AfterEach
  final void end() throws Exception {
    scene.close();
  }

  private void close() {
    fence.close(move, Duration.ofSeconds(10));
  }

  @Test
  void closedItRefusesTheTenantAndNobodyElse() throws Exception {
    assertThat(scene.write()).isEqualTo(PASSES);
    close();
    assertThat(scene.write()).isNotEqualTo(PASSES);
    assertThat(scene.neighbourWrites()).isEqualTo(PASSES);
  }

  @Test
  void itSaysSinceWhenItRefuses() {
    Fenced fenced = fence.close(move, Duration.ofSeconds(10));
    assertThat(fenced.since()).isNotNull();
  }

  @Test
  void liftedItLetsTheTenantInAndLeavesNothing() throws Exception {
    String before = scene.traces();
    close();
    assertThat(scene.traces()).isNotEqualTo(before);
    assertThat(fence.lift(move)).isTrue();
    assertThat(scene.write()).isEqualTo(PASSES);
    assertThat(scene.traces()).isEqualTo(before);
  }

  @Test
  void everythingMayBeDoneTwice() throws Exception {
    String before = scene.traces();
    close();
    close();
    assertThat(fence.renew(move, LEASE)).isTrue();
    assertThat(fence.renew(move, LEASE)).isTrue();
    assertThat(fence.seal(move)).isTrue();
    assertThat(fence.seal(move)).isTrue();
    assertThat(scene.write()).isNotEqualTo(PASSES);
    assertThat(fence.lift(move)).isTrue();
    assertThat(fence.lift(move)).isTrue();
    assertThat(scene.traces()).isEqualTo(before);
  }

  @Test
  void whatIsNotThereIsNeitherRenewedNorSealed() throws Exception {
    String before = scene.traces();
    assertThat(fence.renew(move, LEASE)).isFalse();
    assertThat(fence.seal(move)).isFalse();
    assertThat(fence.lift(move)).isTrue();
    close();
    assertThat(fence.lift(move)).isTrue();
    assertThat(fence.renew(move, LEASE)).isFalse();
    assertThat(fence.seal(move)).isFalse();
    assertThat(scene.write()).isEqualTo(PASSES);
    assertThat(scene.traces()).isEqualTo(before);
  }

  @Test
  void aSealedOneStillRefuses() throws Exception {
    close();
    assertThat(fence.seal(move)).isTrue();
    assertThat(fence.renew(move, LEASE)).as("it has no deadline").isTrue();
    assertThat(scene.write()).isNotEqualTo(PASSES);
  }

  @Test
  void theNextWorkerOfTheMoveKeepsItClosed() throws Exception {
    close();
    scene.takenOver();
    Move newer = move.withEpoch(2);
    assertThat(fence.renew(newer, LEASE)).isTrue();
    assertThat(scene.write()).isNotEqualTo(PASSES);
    assertThat(fence.seal(newer)).isTrue();
    assertThat(fence.lift(newer)).isTrue();
    assertThat(scene.write()).isEqualTo(PASSES);
  }

  @Test
  void aStaleWorkerNeitherRenewsNorSealsNorLifts() throws Exception {
    close();
    scene.takenOver();
    assertThat(fence.renew(move.withEpoch(2), LEASE)).isTrue();
    String fenced = scene.traces();
    assertThatThrownBy(() -> fence.renew(move, LEASE)).isInstanceOf(StaleLease.class);
    assertThatThrownBy(() -> fence.seal(move)).isInstanceOf(StaleLease.class);
    assertThatThrownBy(() -> fence.lift(move)).isInstanceOf(StaleLease.class);
    assertThat(scene.traces()).isEqualTo(fenced);
    assertThat(scene.write()).isNotEqualTo(PASSES);
  }

  @Test
  void aStaleWorkerPutsNoneUp() throws Exception {
    String before = scene.traces();
    scene.takenOver();
    assertThatThrownBy(this::close).isInstanceOf(StaleLease.class);
    assertThat(scene.traces()).isEqualTo(before);
    assertThat(scene.write()).isEqualTo(PASSES);
  }

  @Test
  void handedOverTheSourceRefusesTheTenantForGood() throws Exception {
    close();
    scene.readyForHandOver();
    assertThat(fence.seal(move)).isTrue();
    assertThat(HandedOver.by(scene.handOver(), move)).isTrue();
    assertThat(HandedOver.by(scene.handOver(), move)).as("the second time").isTrue();
    assertThat(scene.write()).isNotEqualTo(PASSES);
    assertThat(scene.neighbourWrites()).isEqualTo(PASSES);
  }
}
