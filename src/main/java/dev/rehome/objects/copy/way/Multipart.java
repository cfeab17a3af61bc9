package dev.rehome.objects.copy.way;

import dev.rehome.model.FailPoint;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.Tag;

/** The beginning and the end of an object that is copied in parts. */
public record Multipart(Ends ends, Way way, Placing placing, Ours ours) {

  /** Opens an upload that has all but the content. */
  public Upload open(ObjectEntry entry) {
    SourceObjects reading = new SourceObjects(ends);
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(target().bucket())
            .key(target().key(entry.name()));
    long part = way.parts().bytes(entry);
    List<Tag> tags = reading.tags(entry);
    Traits.of(reading.head(entry), tags).carried(ends.source(), entry).give(request);
    String id =
        target()
            .call(
                "CreateMultipartUpload",
                entry.name(),
                s3 -> s3.createMultipartUpload(request.build()))
            .uploadId();
    FailPoint.OBJECTS_UPLOAD_OPENED.reached();
    return Upload.of(entry, id, part, tags);
  }

  /** Copies one part. */
  public void part(Upload upload, int number) {
    upload.done().put(number, way.part(upload, number));
    FailPoint.OBJECTS_PART_WRITTEN.reached();
  }

  /** Makes the object of its parts, where none is. */
  public Written complete(Upload upload) {
    String sha256 = way instanceof Streamed ? upload.digest().hex() : "";
    CompleteMultipartUploadRequest.Builder request =
        CompleteMultipartUploadRequest.builder()
            .bucket(target().bucket())
            .key(target().key(upload.entry().name()))
            .uploadId(upload.id())
            .multipartUpload(parts -> parts.parts(upload.parts()));
    Written written;
    try {
      written =
          placing.absent(upload.entry(), sha256, condition -> complete(upload, request, condition));
    } catch (MoveFailed e) {
      // the answer of the try that did it was lost
      if (Answers.status(e) != Answers.NOT_FOUND) {
        throw e;
      }
      written = ours.there(upload.entry(), sha256).orElseThrow(() -> e);
    }
    FailPoint.OBJECTS_UPLOAD_COMPLETED.reached();
    new LateTags(target()).give(upload.entry(), upload.tags());
    return written;
  }

  /** One that is in the target already may come from a worker that died before it had its tags. */
  public void completed(ObjectEntry entry) {
    new LateTags(target()).give(entry, new SourceObjects(ends).tags(entry));
  }

  private String complete(
      Upload upload, CompleteMultipartUploadRequest.Builder request, String condition) {
    return target()
        .call(
            "CompleteMultipartUpload",
            upload.entry().name(),
            s3 -> s3.completeMultipartUpload(request.ifNoneMatch(condition).build()))
        .eTag();
  }

  private BucketSide target() {
    return ends.target();
  }
}
