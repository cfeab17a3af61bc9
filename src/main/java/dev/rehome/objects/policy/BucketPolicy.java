package dev.rehome.objects.policy;

import dev.rehome.model.FailPoint;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Stopped;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;

/**
 * The policy of a bucket. There is no compare-and-set: a change that somebody else makes between
 * our read and our write is lost. What was written is read back.
 */
public record BucketPolicy(BucketSide side) {
  /** What S3 allows, in bytes of UTF-8. */
  public static final int BYTES_MOST = 20 * 1024;

  /** S3 gives an older policy for a while. */
  private static final long READ_BACK_SECONDS = 10;

  private static final long LOOK_EVERY_MILLIS = 200;

  /** The second is S3Proxy's. */
  private static final Set<String> NONE_THERE = Set.of("NoSuchBucketPolicy", "NoSuchPolicy");

  /**
   * As the store tells it now.
   *
   * @throws MoveFailed also when the answer is no policy: a store that does not know the operation
   *     may take it for another one
   */
  public PolicyText read() {
    PolicyText policy = answer();
    if (!policy.readable()) {
      throw new MoveFailed(
          "%s: the store's answer to GetBucketPolicy is no policy".formatted(side));
    }
    return policy;
  }

  /** The same; none where the store has no policies, or keeps them from us. */
  public PolicyText readIfShown() {
    try {
      return read();
    } catch (MoveFailed e) {
      return PolicyText.NONE;
    }
  }

  private PolicyText answer() {
    GetBucketPolicyRequest request = GetBucketPolicyRequest.builder().bucket(side.bucket()).build();
    try {
      return new PolicyText(
          side.call("GetBucketPolicy", "", s3 -> s3.getBucketPolicy(request)).policy());
    } catch (MoveFailed e) {
      if (NONE_THERE.contains(Answers.code(e))) {
        return PolicyText.NONE;
      }
      throw e;
    }
  }

  /**
   * Writes it, then reads it until it is as it should be, or a few seconds are over.
   *
   * @param next no policy at all: the bucket's is deleted, see {@link #delete}
   * @return whether it was seen
   */
  boolean write(PolicyText next, Predicate<PolicyText> seen) {
    if (next.isNone()) {
      delete();
    } else {
      put(next, null);
    }
    FailPoint.OBJECTS_POLICY_WRITTEN.reached();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READ_BACK_SECONDS);
    while (!seen.test(read())) {
      if (System.nanoTime() >= end) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** Writes without a look, for pre-flight; {@code md5} is what the store shall expect. */
  public void put(PolicyText policy, String md5) {
    PutBucketPolicyRequest request =
        PutBucketPolicyRequest.builder()
            .bucket(side.bucket())
            .policy(policy.json())
            .contentMD5(md5)
            .build();
    side.call("PutBucketPolicy", "", s3 -> s3.putBucketPolicy(request));
  }

  /**
   * Only for a store that has shown a policy of ours: one that does not know the operation would
   * delete the bucket.
   */
  public void delete() {
    DeleteBucketPolicyRequest request =
        DeleteBucketPolicyRequest.builder().bucket(side.bucket()).build();
    side.call("DeleteBucketPolicy", "", s3 -> s3.deleteBucketPolicy(request));
  }

  /** The store's clock, by which a deadline is judged; whole seconds, cut off. */
  public Instant clock() {
    HeadBucketRequest request = HeadBucketRequest.builder().bucket(side.bucket()).build();
    return side.call("HeadBucket", "", s3 -> s3.headBucket(request))
        .sdkHttpResponse()
        .firstMatchingHeader("Date")
        .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
        .orElseThrow(() -> new MoveFailed(side + ": the store's answers have no Date"));
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while a bucket's policy was waited for");
    }
  }
}
