package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationRequest;

/** What would keep a rollback from leaving nothing. */
final class TargetObjectProblems {
  private TargetObjectProblems() {}

  static List<Finding> find(BucketSide target) {
    List<Finding> findings = new ArrayList<>();
    if (locks(target)) {
      findings.add(
          Finding.blocking(
              ObjectsProblems.COMPONENT,
              target.toString(),
              "the bucket locks what is written: a rollback could not delete it",
              "take the default retention away until the move has ended"));
    } else if (Versions.of(target) == Versions.KEPT) {
      findings.add(
          Finding.note(
              ObjectsProblems.COMPONENT,
              target.toString(),
              "the bucket keeps versions: what a rollback deletes stays as an older version",
              "let a lifecycle rule expire older versions, or turn versions on after the move"));
    }
    return findings;
  }

  private static boolean locks(BucketSide target) {
    GetObjectLockConfigurationRequest request =
        GetObjectLockConfigurationRequest.builder().bucket(target.bucket()).build();
    return Answers.unless(
            Set.of(
                Answers.BAD_REQUEST, Answers.NOT_FOUND, Answers.FORBIDDEN, Answers.NOT_IMPLEMENTED),
            () ->
                target.call(
                    "GetObjectLockConfiguration", "", s3 -> s3.getObjectLockConfiguration(request)))
        .filter(
            answer ->
                answer.objectLockConfiguration() != null
                    && answer.objectLockConfiguration().rule() != null)
        .isPresent();
  }
}
