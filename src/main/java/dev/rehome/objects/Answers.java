package dev.rehome.objects;

import dev.rehome.model.MoveFailed;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Answers of a store that are a no, and not a failure. */
public final class Answers {
  public static final int BAD_REQUEST = 400;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int CHANGED = 412;

  /** The store has nothing of the kind: it does not know the operation. */
  public static final int NOT_IMPLEMENTED = 501;

  private Answers() {}

  /**
   * The answer of a request; empty when the store's status is one of these.
   *
   * @param request made by {@link BucketSide#call}
   */
  public static <T> Optional<T> unless(Set<Integer> statuses, Supplier<T> request) {
    try {
      return Optional.of(request.get());
    } catch (MoveFailed e) {
      if (statuses.contains(status(e))) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What the store has answered; 0 if it was not the store that failed. */
  public static int status(RuntimeException failure) {
    return failure.getCause() instanceof AwsServiceException service ? service.statusCode() : 0;
  }

  /** The store's own word for it, e.g. {@code NoSuchBucket}; empty if there is none. */
  public static String code(RuntimeException failure) {
    return failure.getCause() instanceof AwsServiceException service
            && service.awsErrorDetails() != null
            && service.awsErrorDetails().errorCode() != null
        ? service.awsErrorDetails().errorCode()
        : "";
  }

  /**
   * An ETag without its quotes; of none, as S3Proxy gives for an object that is being written, an
   * empty one.
   */
  public static String unquoted(String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }
}
