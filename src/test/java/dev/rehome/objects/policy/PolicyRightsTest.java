package dev.rehome.objects.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.TwoBuckets;
import dev.rehome.sandbox.servers.PolicyFront.Operation;
import dev.rehome.store.HandedOver;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The return of a tenant with keys that may not read the policy of where it returns to. */
final class PolicyRightsTest {
  private static Move back(FencedBucket bucket) {
    return new Move(
        "m2",
        "j2",
        bucket.move.tenant(),
        /* source= */ TwoBuckets.TARGET,
        /* target= */ TwoBuckets.SOURCE,
        bucket.move.options(),
        2,
        bucket.move.position());
  }

  @Test
  void aTenantThatIsRefusedWhereItReturnsIsNotLeftSo() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.close(bucket.move);
      HandedOver.by(bucket.fence, bucket.move);
      bucket.front.forbid(Set.of(Operation.GET));
      assertThatThrownBy(() -> HandedOver.by(bucket.fence, back(bucket)))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("us_east")
          .hasMessageContaining("403 AccessDenied")
          .hasMessageContaining("s3:GetBucketPolicy");
      assertThat(bucket.write()).isEqualTo("AccessDenied");
      bucket.front.forbid(Set.of());
      assertThat(HandedOver.by(bucket.fence, back(bucket))).isTrue();
      assertThat(bucket.write()).isEqualTo("passes");
    }
  }

  @Test
  void aBucketThatRefusesNobodyNeedsNoRight() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.front.forbid(Set.of(Operation.GET));
      assertThat(HandedOver.by(bucket.fence, back(bucket))).isTrue();
      assertThat(bucket.two.s3.listMultipartUploads(c -> c.bucket(bucket.two.shared)).uploads())
          .isEmpty();
    }
  }
}
