package dev.rehome.objects;

import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;

/** Whether a bucket keeps what is overwritten and deleted. */
public enum Versions {
  KEPT,
  /** Not any more; those from before may be there. */
  SUSPENDED,
  NONE,
  /** We may not see it. */
  UNKNOWN;

  public static Versions of(BucketSide side) {
    GetBucketVersioningRequest request =
        GetBucketVersioningRequest.builder().bucket(side.bucket()).build();
    Optional<GetBucketVersioningResponse> answer =
        Answers.unless(
            Set.of(Answers.FORBIDDEN, Answers.NOT_IMPLEMENTED),
            () -> side.call("GetBucketVersioning", "", s3 -> s3.getBucketVersioning(request)));
    if (answer.isEmpty()) {
      return UNKNOWN;
    }
    BucketVersioningStatus status = answer.get().status();
    if (status == BucketVersioningStatus.ENABLED) {
      return KEPT;
    }
    return status == BucketVersioningStatus.SUSPENDED ? SUSPENDED : NONE;
  }
}
