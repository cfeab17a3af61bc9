package dev.rehome.objects.copy;

import dev.rehome.model.FailPoint;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/** The multipart uploads that are open below a prefix. */
public record OpenUploads(BucketSide side) {

  /**
   * One of them.
   *
   * @param name of the object that it would become
   */
  public record Open(String name, String id, Instant initiated) {}

  /** Each page of them, as the store gives it. */
  public void each(Consumer<List<Open>> page) {
    String key = null;
    String id = null;
    while (true) {
      ListMultipartUploadsRequest request =
          ListMultipartUploadsRequest.builder()
              .bucket(side.bucket())
              .prefix(side.prefix())
              .keyMarker(key)
              .uploadIdMarker(id)
              .encodingType(EncodingType.URL)
              .build();
      ListMultipartUploadsResponse answer =
          side.call("ListMultipartUploads", "", s3 -> s3.listMultipartUploads(request));
      page.accept(
          answer.uploads().stream()
              .filter(upload -> upload.key().startsWith(side.prefix()))
              .map(u -> new Open(side.name(u.key()), u.uploadId(), u.initiated()))
              .toList());
      if (!Boolean.TRUE.equals(answer.isTruncated()) || answer.nextKeyMarker() == null) {
        return;
      }
      key = answer.nextKeyMarker();
      id = answer.nextUploadIdMarker();
    }
  }

  /**
   * Aborts some of them; the second time finds none.
   *
   * @param ours gives those of a page that are to be aborted
   * @return how many
   */
  int abort(UnaryOperator<List<Open>> ours) {
    List<Open> found = new ArrayList<>();
    each(page -> found.addAll(ours.apply(page)));
    side.each(
        found,
        open -> {
          abort(open.name(), open.id());
          return open;
        });
    if (!found.isEmpty()) {
      FailPoint.OBJECTS_UPLOADS_ABORTED.reached();
    }
    return found.size();
  }

  /** Aborts one; it may be gone. */
  void abort(String name, String id) {
    AbortMultipartUploadRequest request =
        AbortMultipartUploadRequest.builder()
            .bucket(side.bucket())
            .key(side.key(name))
            .uploadId(id)
            .build();
    try {
      side.call("AbortMultipartUpload", name, s3 -> s3.abortMultipartUpload(request));
    } catch (MoveFailed e) {
      if (Answers.status(e) != Answers.NOT_FOUND) {
        throw e;
      }
    }
  }
}
