package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/** Whether a side answers at all: its bucket is there, and may be listed. */
final class Access {
  private Access() {}

  static List<Finding> problems(BucketSide side) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(side.bucket())
            .prefix(side.prefix())
            .maxKeys(1)
            .build();
    try {
      side.call("ListObjectsV2", "", s3 -> s3.listObjectsV2(request));
      return List.of();
    } catch (MoveFailed e) {
      return List.of(
          Finding.blocking(
              ObjectsProblems.COMPONENT, side.toString(), e.getMessage(), remedy(side, e)));
    }
  }

  private static String remedy(BucketSide side, MoveFailed e) {
    String settings = "rehome.cell.%s.objects.".formatted(side.cell());
    return switch (Answers.status(e)) {
      case Answers.NOT_FOUND ->
          "create bucket %s, or correct %sbucket".formatted(side.bucket(), settings);
      case Answers.FORBIDDEN ->
          "let the keys list the bucket, read, write and delete objects, or correct %saccess-key and .secret-key"
              .formatted(settings);
      default ->
          "see that the store answers, or correct %sendpoint and .region".formatted(settings);
    };
  }
}
