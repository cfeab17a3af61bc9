package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/** What is below the source's prefix besides objects: older versions, and open uploads. */
final class Hidden {
  private static final int PAGES_MOST = 20;
  private static final Set<Integer> NOT_TOLD = Set.of(Answers.FORBIDDEN, Answers.NOT_IMPLEMENTED);

  private Hidden() {}

  static List<Finding> problems(BucketSide source) {
    List<Finding> findings = new ArrayList<>();
    if (Versions.of(source) != Versions.NONE) {
      versions(source).ifPresent(findings::add);
    }
    uploads(source).ifPresent(findings::add);
    return findings;
  }

  private static Optional<Finding> versions(BucketSide source) {
    FewNames older = new FewNames();
    ListObjectVersionsRequest.Builder request =
        ListObjectVersionsRequest.builder()
            .bucket(source.bucket())
            .prefix(source.prefix())
            .encodingType(EncodingType.URL);
    boolean more = true;
    for (int page = 0; more && page < PAGES_MOST && older.isEmpty(); page++) {
      Optional<ListObjectVersionsResponse> answer =
          Answers.unless(
              NOT_TOLD,
              () ->
                  source.call(
                      "ListObjectVersions", "", s3 -> s3.listObjectVersions(request.build())));
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      ListObjectVersionsResponse versions = answer.get();
      versions.versions().stream()
          .filter(version -> !Boolean.TRUE.equals(version.isLatest()))
          .forEach(version -> older.add(source.name(version.key())));
      versions.deleteMarkers().forEach(marker -> older.add(source.name(marker.key()), "deleted"));
      more = Boolean.TRUE.equals(versions.isTruncated());
      request.keyMarker(versions.nextKeyMarker()).versionIdMarker(versions.nextVersionIdMarker());
    }
    return older.isEmpty()
        ? Optional.empty()
        : Optional.of(
            note(
                source,
                "the bucket keeps older versions of objects, or of deleted ones, which are not"
                    + " moved: "
                    + older
                    + (more ? ", perhaps more" : ""),
                "keep the source's bucket as long as they are needed"));
  }

  private static Optional<Finding> uploads(BucketSide source) {
    ListMultipartUploadsRequest request =
        ListMultipartUploadsRequest.builder()
            .bucket(source.bucket())
            .prefix(source.prefix())
            .encodingType(EncodingType.URL)
            .build();
    FewNames open = new FewNames();
    Answers.unless(
            NOT_TOLD,
            () -> source.call("ListMultipartUploads", "", s3 -> s3.listMultipartUploads(request)))
        .ifPresent(
            answer ->
                answer
                    .uploads()
                    .forEach(
                        upload ->
                            open.add(source.name(upload.key()), "since " + upload.initiated())));
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            note(
                source,
                "%,d uploads are open: %s".formatted(open.count(), open),
                "let the application complete or abort them; the drain waits for them"));
  }

  private static Finding note(BucketSide source, String problem, String remedy) {
    return Finding.note(ObjectsProblems.COMPONENT, source.toString(), problem, remedy);
  }
}
