package dev.rehome.objects.policy;

import dev.rehome.model.FailPoint;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.patience.Patience;
import dev.rehome.store.Turns;
import dev.rehome.store.Turns.Turn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;

/**
 * The policy of a bucket. There is no compare-and-set: a change that somebody else makes between
 * our read and our write is lost. Our own are made in turn.
 */
public record BucketPolicy(BucketSide side) {
  /** What S3 allows, in bytes of UTF-8. */
  public static final int BYTES_MOST = 20 * 1024;

  /** The digest of nothing that is ever sent. */
  private static final String WRONG_MD5 = "AAAAAAAAAAAAAAAAAAAAAA==";

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

  /**
   * The same; none where the store has no policies, or keeps them from us but refuses nobody.
   *
   * @throws MoveFailed also when the store refuses the tenant, and does not let us see why
   */
  public PolicyText readIfShown() {
    try {
      PolicyText policy = answer();
      return policy.readable() ? policy : PolicyText.NONE;
    } catch (MoveFailed e) {
      if (Answers.status(e) == Answers.NOT_IMPLEMENTED || !new WriteProbe(side).refusesOthers()) {
        return PolicyText.NONE;
      }
      throw new MoveFailed(
          e.getMessage()
              + "; the bucket refuses writes, and whether a policy of ours does cannot be seen: let"
              + " the keys read it (s3:GetBucketPolicy)",
          e.getCause());
    }
  }

  /** The turn to change it, among all who have this control store. */
  public Turn turn(Turns turns, Duration longest) {
    String store = side.settings().endpoint().map(URI::toString).orElse("AWS");
    return turns.take("the policy of " + side.bucket() + " at " + store, longest);
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
   * Writes it, in one try: before another one the policy is to be read again.
   *
   * @param next no policy at all: the bucket's is deleted, see {@link #delete}
   */
  void write(PolicyText next) {
    if (next.isNone()) {
      delete();
    } else {
      PutBucketPolicyRequest request = put(next).build();
      once("PutBucketPolicy", s3 -> s3.putBucketPolicy(request));
    }
    FailPoint.OBJECTS_POLICY_WRITTEN.reached();
  }

  /** Reads it until it is as it should be, or a few seconds are over: false. */
  boolean shows(Predicate<PolicyText> seen, Turn turn) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READ_BACK_SECONDS);
    while (!seen.test(read())) {
      if (System.nanoTime() >= end) {
        return false;
      }
      turn.require(); // who says nothing for long loses it
      pause();
    }
    return true;
  }

  /**
   * Puts it with a digest that is wrong: a store that lets us write says so, and writes nothing.
   *
   * @return false when the store has not looked at the digest, and has written
   * @throws MoveFailed when it refuses anything but the digest
   */
  public boolean refusesDigest(PolicyText policy) {
    PutBucketPolicyRequest request = put(policy).contentMD5(WRONG_MD5).build();
    return side.call("PutBucketPolicy", "", s3 -> digestRefused(() -> s3.putBucketPolicy(request)));
  }

  /**
   * To be known before the call is tried again: a digest that was right may do with another try.
   */
  private static boolean digestRefused(Runnable put) {
    try {
      put.run();
      return false;
    } catch (AwsServiceException e) {
      if (e.awsErrorDetails() != null && "BadDigest".equals(e.awsErrorDetails().errorCode())) {
        return true;
      }
      throw e;
    }
  }

  private PutBucketPolicyRequest.Builder put(PolicyText policy) {
    return PutBucketPolicyRequest.builder().bucket(side.bucket()).policy(policy.json());
  }

  private <T> void once(String operation, Function<S3Client, T> request) {
    T unused = side.client().callOnce(operation + " " + side.bucket(), request);
  }

  /**
   * Only for a store that has shown a policy of ours: one that does not know the operation would
   * delete the bucket.
   */
  public void delete() {
    DeleteBucketPolicyRequest request =
        DeleteBucketPolicyRequest.builder().bucket(side.bucket()).build();
    once("DeleteBucketPolicy", s3 -> s3.deleteBucketPolicy(request));
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
    Patience.pause(Duration.ofMillis(LOOK_EVERY_MILLIS), "a bucket's policy was waited for");
  }
}
