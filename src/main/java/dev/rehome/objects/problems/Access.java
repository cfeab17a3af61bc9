package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectFaults;
import dev.rehome.objects.policy.WriteProbe;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/** Whether a side answers at all: its bucket is there, and may be used as a move has to. */
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
      return uploads(side);
    } catch (MoveFailed e) {
      return List.of(
          Finding.blocking(
              ObjectsProblems.COMPONENT,
              side.toString(),
              ObjectFaults.words(side.cell(), e),
              remedy(side, e)));
    }
  }

  /** A drain waits for open uploads, a copy and an undo take theirs away: they must see them. */
  private static List<Finding> uploads(BucketSide side) {
    ListMultipartUploadsRequest request =
        ListMultipartUploadsRequest.builder()
            .bucket(side.bucket())
            .prefix(side.prefix())
            .maxUploads(1)
            .build();
    try {
      side.call("ListMultipartUploads", "", s3 -> s3.listMultipartUploads(request));
      return List.of();
    } catch (MoveFailed e) {
      return List.of(
          Finding.blocking(
              ObjectsProblems.COMPONENT,
              side.toString(),
              ObjectFaults.words(side.cell(), e),
              "let the keys list the bucket's open uploads (s3:ListBucketMultipartUploads)"));
    }
  }

  /** The same, and whether objects may be written there; nothing is. Deleting is not tried. */
  static List<Finding> ofTarget(BucketSide target, Move move) {
    List<Finding> findings = problems(target);
    if (findings.isEmpty() && !move.options().mirrored() && new WriteProbe(target).refused()) {
      return List.of(
          Finding.blocking(
              ObjectsProblems.COMPONENT,
              target.toString(),
              "the keys of cell %s may not write there".formatted(target.cell()),
              "let them write and delete objects and their tags, and abort uploads (s3:PutObject,"
                  + " s3:PutObjectTagging, s3:DeleteObject, s3:AbortMultipartUpload)"));
    }
    return findings;
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
