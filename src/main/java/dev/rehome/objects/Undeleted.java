package dev.rehome.objects;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.S3Error;

/** The answer to many deletes is a success also when some of them failed. */
public final class Undeleted {
  private static final Set<String> PASSING =
      Set.of("SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "Throttling");
  private static final Set<String> GONE = Set.of("NoSuchKey", "NoSuchVersion");

  private Undeleted() {}

  /** Throws when one was not deleted; names the first, and how many there are. */
  public static void require(BucketSide side, List<S3Error> errors) {
    List<S3Error> left = errors.stream().filter(e -> !GONE.contains(e.code())).toList();
    if (left.isEmpty()) {
      return;
    }
    S3Error worst =
        left.stream().filter(e -> !PASSING.contains(e.code())).findFirst().orElse(left.get(0));
    String message =
        "%s: DeleteObjects %s/%s: %s: %s (%d of the batch were not deleted)"
            .formatted(
                side.cell(),
                side.bucket(),
                worst.key(),
                worst.code(),
                worst.message(),
                left.size());
    throw PASSING.contains(worst.code())
        ? new PassingFault(message, null)
        : new MoveFailed(message);
  }
}
