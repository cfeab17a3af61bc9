package dev.rehome.objects.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Deletes;
import dev.rehome.objects.TwoBuckets;
import dev.rehome.sandbox.servers.PolicyFront;
import dev.rehome.store.HandedOver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The fence on a store that is S3Proxy behind {@link PolicyFront}: real requests, and policies as
 * far as the front knows them. It is not AWS.
 */
final class PolicyFenceTest {
  static final String THEIRS =
      """
      { "Version" : "2012-10-17", "Id" : "theirs",
        "Statement" : [ { "Sid" : "Old", "Effect" : "Deny", "Principal" : "*",
          "Action" : [ "s3:PutObject" ], "Resource" : "arn:aws:s3:::none/x*", "Unknown" : 1.0 } ] }
      """;

  @Test
  void theTenantIsRefusedAndTheNeighbourIsNot() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      TwoBuckets two = bucket.two;
      two.put("a", "before");
      bucket.close(bucket.move);
      assertThat(bucket.write()).isEqualTo("AccessDenied");
      assertThat(bucket.write("tenants/acme2/a")).isEqualTo("passes");
      String key = TwoBuckets.PREFIX + "a";
      assertThat(two.s3.getObjectAsBytes(c -> c.bucket(two.shared).key(key)).asUtf8String())
          .isEqualTo("before");
      for (Runnable write :
          List.<Runnable>of(
              () -> two.deleteHere("a"),
              () -> two.s3.createMultipartUpload(c -> c.bucket(two.shared).key(key)),
              () ->
                  two.s3.copyObject(
                      c ->
                          c.sourceBucket(two.shared)
                              .sourceKey(key)
                              .destinationBucket(two.shared)
                              .destinationKey(key + "2")),
              () ->
                  two.s3.deleteObjects(
                      c ->
                          c.bucket(two.shared)
                              .delete(
                                  d -> d.objects(ObjectIdentifier.builder().key(key).build()))))) {
        assertThatThrownBy(write::run).isInstanceOf(S3Exception.class).hasMessageContaining("403");
      }
      assertThat(two.s3.listMultipartUploads(c -> c.bucket(two.shared)).uploads()).isEmpty();
      assertThat(bucket.fence.lift(bucket.move)).isTrue();
      assertThat(bucket.write()).isEqualTo("passes");
    }
  }

  @Test
  void aPolicyThatWasThereIsKeptByteForByte() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.front.set(bucket.two.shared, THEIRS);
      bucket.close(bucket.move);
      assertThat(bucket.policy()).contains("RehomeFencem1Epoch1").contains("\"Unknown\" : 1.0");
      bucket.close(bucket.move);
      assertThat(bucket.fence.renew(bucket.move, FencedBucket.LEASE)).isTrue();
      assertThat(bucket.fence.lift(bucket.move)).isTrue();
      assertThat(bucket.fence.lift(bucket.move)).isTrue();
      assertThat(bucket.policy()).isEqualTo(THEIRS);
      assertThat(bucket.front.changes()).hasSize(2);
    }
  }

  @Test
  void aBucketWithoutAPolicyHasNoneAfterwards() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      assertThat(bucket.fence.lift(bucket.move)).isTrue();
      bucket.close(bucket.move);
      assertThat(bucket.fence.lift(bucket.move)).isTrue();
      assertThat(bucket.policy()).isEqualTo("none");
      assertThat(bucket.front.changes()).hasSize(2).last().asString().startsWith("DELETE");
    }
  }

  @Test
  void whatAnOperatorAddsMeanwhileStays() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.close(bucket.move);
      PolicyText now = new PolicyText(bucket.policy());
      bucket.front.set(bucket.two.shared, now.with("{\"Sid\":\"New\",\"Effect\":\"Deny\"}").json());
      assertThat(bucket.fence.seal(bucket.move)).isTrue();
      assertThat(bucket.fence.lift(bucket.move)).isTrue();
      assertThat(bucket.policy()).contains("\"New\"").doesNotContain("Rehome");
    }
  }

  @Test
  void anotherPolicyThanTheOneWrittenFails() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.front.set(bucket.two.shared, THEIRS);
      bucket.front.show(
          policy -> policy.contains("Rehome") ? policy.replace("1.0", "1.5") : policy);
      assertThatThrownBy(() -> bucket.close(bucket.move))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("is not what was written");
      bucket.front.show(policy -> policy);
      assertThat(bucket.fence.lift(bucket.move)).isTrue();
      assertThat(bucket.policy()).isEqualTo(THEIRS);
    }
  }

  @Test
  void anotherMoveOfTheSameBucketIsRefused() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      Move second = bucket.another("m2-ab");
      bucket.close(bucket.move);
      String fenced = bucket.policy();
      assertThatThrownBy(() -> bucket.close(second))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("move m1 fences the bucket (Sid RehomeFencem1Epoch1");
      assertThat(bucket.fence.renew(second, FencedBucket.LEASE)).isFalse();
      assertThat(bucket.fence.lift(second)).isTrue();
      assertThat(bucket.policy()).isEqualTo(fenced);
      bucket.fence.lift(bucket.move);
      bucket.close(second);
      assertThat(bucket.policy()).contains("RehomeFencem2XabEpoch1");
    }
  }

  @Test
  void itIsClosedWhenTheStoreRefuses() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.front.enforceAfter(Duration.ofSeconds(3));
      long begun = System.nanoTime();
      bucket.close(bucket.move);
      assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofSeconds(3).toNanos());
      assertThat(bucket.write()).isEqualTo("AccessDenied");
      assertThat(bucket.two.s3.listMultipartUploads(c -> c.bucket(bucket.two.shared)).uploads())
          .isEmpty();
      assertThat(bucket.two.cells.source(bucket.move).listed())
          .allSatisfy(page -> assertThat(page).isEmpty());
    }
  }

  @Test
  void aStoreThatKeepsPoliciesAndObeysNoneFails() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.front.enforceNothing();
      assertThatThrownBy(() -> bucket.fence.close(bucket.move, Duration.ofSeconds(2)))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("the store lets them pass")
          .hasMessageContaining("objects.fence = observed");
      assertThat(bucket.fence.lift(bucket.move)).isTrue();
      assertThat(bucket.policy()).isEqualTo("none");
    }
  }

  @Test
  void anOpenUploadMayEndBeforeTheFence() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.two.s3.createMultipartUpload(
          c -> c.bucket(bucket.two.shared).key(TwoBuckets.PREFIX + "open"));
      assertThatThrownBy(() -> bucket.fence.close(bucket.move, Duration.ofSeconds(1)))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("is not finished after 1 s");
      assertThat(bucket.front.changes()).isEmpty();
    }
  }

  @Test
  void theSourceOfAMoveThatIsDoneStaysShutUntilTheTenantReturns() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      TwoBuckets two = bucket.two;
      bucket.front.set(two.shared, THEIRS);
      two.put("a", "content");
      bucket.close(bucket.move);
      assertThat(bucket.fence.seal(bucket.move)).isTrue();
      assertThat(HandedOver.by(bucket.fence, bucket.move)).isTrue();
      assertThat(HandedOver.by(bucket.fence, bucket.move)).isTrue();
      assertThat(bucket.policy()).contains("RehomeMovedm1Epoch1").doesNotContain("RehomeFence");
      assertThat(bucket.write()).isEqualTo("AccessDenied");
      assertThat(bucket.write("tenants/acme2/a")).isEqualTo("passes");
      // the purge, and the copy of a move back
      two.cells
          .source(bucket.move)
          .call(
              "PutObject",
              "b",
              s3 ->
                  s3.putObject(
                      c -> c.bucket(two.shared).key(TwoBuckets.PREFIX + "b"),
                      RequestBody.fromString("back")));
      Deletes.of(two.cells.source(bucket.move), List.of("a"));
      Move back =
          new Move(
              "m2",
              "j2",
              bucket.move.tenant(),
              "us_west",
              "us_east",
              bucket.move.options(),
              2,
              bucket.move.position());
      assertThat(HandedOver.by(bucket.fence, back)).isTrue();
      assertThat(bucket.policy()).isEqualTo(THEIRS);
      assertThat(bucket.write()).isEqualTo("passes");
    }
  }

  @Test
  void aTenantThatHasLeftKeepsNoOtherMoveFromTheBucket() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.close(bucket.move);
      HandedOver.by(bucket.fence, bucket.move);
      bucket.close(bucket.another("m2"));
      bucket.fence.lift(bucket.another("m2"));
      assertThat(bucket.policy()).contains("RehomeMovedm1Epoch1").doesNotContain("m2");
      assertThat(bucket.write()).isEqualTo("AccessDenied");
    }
  }

  @Test
  void twoChangesAtTheSameTimeAreTriedAgain() throws Exception {
    try (FencedBucket bucket = new FencedBucket()) {
      bucket.front.conflict(2);
      bucket.close(bucket.move);
      assertThat(bucket.write()).isEqualTo("AccessDenied");
    }
  }
}
