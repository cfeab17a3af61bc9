package dev.rehome.objects.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.books.PostgresTurns;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Tenant;
import dev.rehome.objects.ObjectsFence;
import dev.rehome.objects.TwoBuckets;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import dev.rehome.store.HandedOver;
import dev.rehome.store.Turns;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two processes that change one bucket's policy at the same time. */
final class PolicyTurnsTest {
  private static final Turns NOBODY_THERE =
      (what, longest) -> {
        throw new PassingFault("control store: away", null);
      };

  /** The other tenant's move: back to the bucket that it has left, or away from it. */
  private static Move other(FencedBucket bucket, String from, String to) {
    return new Move(
        "m9",
        "j9",
        Tenant.named("beta"),
        from,
        to,
        bucket.move.options(),
        1,
        bucket.move.position());
  }

  /** One tenant's fence is sealed while another one returns: neither undoes what the other did. */
  private static void together(FencedBucket bucket, ObjectsFence one, ObjectsFence two)
      throws Exception {
    Move away = other(bucket, TwoBuckets.SOURCE, TwoBuckets.TARGET);
    Move back = other(bucket, TwoBuckets.TARGET, TwoBuckets.SOURCE);
    HandedOver.by(two, away);
    assertThat(bucket.write("tenants/beta/a")).isEqualTo("AccessDenied");
    one.close(bucket.move, Duration.ofSeconds(10));
    CompletableFuture<Void> returned = new CompletableFuture<>();
    bucket.meanwhile =
        () -> {
          returned.completeAsync(
              () -> {
                HandedOver.by(two, back);
                return null;
              });
          returned.copy().completeOnTimeout(null, 1_500, TimeUnit.MILLISECONDS).join();
        };
    assertThat(one.seal(bucket.move)).isTrue();
    returned.get(20, TimeUnit.SECONDS);
    assertThat(bucket.policy()).contains("RehomeFencem1").doesNotContain("m9", "aws:CurrentTime");
    assertThat(bucket.write("tenants/beta/a")).isEqualTo("passes");
    assertThat(bucket.write()).isEqualTo("AccessDenied");
  }

  @Test
  void eachKeepsWhatTheOtherChanged() throws Exception {
    Sandbox sandbox = Servers.fresh(2_000);
    try (ControlStore first = control(sandbox);
        ControlStore second = control(sandbox);
        FencedBucket bucket = new FencedBucket()) {
      together(
          bucket,
          bucket.process(new PostgresTurns(first)),
          bucket.process(new PostgresTurns(second)));
    }
  }

  /** Neither a turn nor a word of the control store: the tenant writes all the same, at once. */
  @Test
  void liftingWaitsForNobodyAndIsToBeDoneAgain() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.close(bucket.move);
      ObjectsFence alone = bucket.process(NOBODY_THERE);
      assertThatThrownBy(() -> alone.seal(bucket.move)).isInstanceOf(PassingFault.class);
      assertThat(alone.renew(bucket.move, FencedBucket.LEASE)).isTrue();
      bucket.meanwhile =
          () -> {
            throw new PassingFault("control store: away", null);
          };
      assertThat(alone.lift(bucket.move)).isFalse();
      assertThat(bucket.write()).isEqualTo("passes");
      assertThat(alone.lift(bucket.move)).isFalse();
      assertThat(bucket.fence.lift(bucket.move)).isTrue();
      assertThat(bucket.policy()).isEqualTo("none");
    }
  }

  private static ControlStore control(Sandbox sandbox) {
    return ControlStore.open(sandbox.database("control"));
  }
}
