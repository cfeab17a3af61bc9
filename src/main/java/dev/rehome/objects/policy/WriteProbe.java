package dev.rehome.objects.policy;

import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * A write below the prefix that leaves nothing: a part of an upload that was never begun. Whoever
 * may write is told that there is no such upload, whoever may not is refused.
 */
public record WriteProbe(BucketSide side) {
  private static final String NAME = ".rehome-probe";
  private static final String UPLOAD = "rehome-probe";

  /** By which no policy of ours knows the mover. */
  private static final String ANOTHER = "rehome-probe";

  /** Whether the store refuses it now. */
  public boolean refused() {
    return refused(request().build());
  }

  /** Whether the store refuses it to the tenant, as far as that is known by the user agent. */
  public boolean refusesOthers() {
    return refused(
        request().overrideConfiguration(c -> c.putHeader("User-Agent", ANOTHER)).build());
  }

  private UploadPartRequest.Builder request() {
    return UploadPartRequest.builder()
        .bucket(side.bucket())
        .key(side.key(NAME))
        .uploadId(UPLOAD)
        .partNumber(1);
  }

  private boolean refused(UploadPartRequest request) {
    try {
      side.call("UploadPart", NAME, s3 -> s3.uploadPart(request, RequestBody.fromString("?")));
    } catch (MoveFailed e) {
      return Answers.status(e) == Answers.FORBIDDEN;
    }
    forget();
    return false;
  }

  /** A store may take a part of any upload. */
  private void forget() {
    AbortMultipartUploadRequest request =
        AbortMultipartUploadRequest.builder()
            .bucket(side.bucket())
            .key(side.key(NAME))
            .uploadId(UPLOAD)
            .build();
    Answers.unless(
        Set.of(Answers.BAD_REQUEST, Answers.FORBIDDEN, Answers.NOT_FOUND),
        () -> side.call("AbortMultipartUpload", NAME, s3 -> s3.abortMultipartUpload(request)));
  }
}
