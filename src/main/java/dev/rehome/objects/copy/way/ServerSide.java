package dev.rehome.objects.copy.way;

import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * Within the store, by the target's client.
 *
 * @param redirects whether objects of the source may redirect a website's visitors
 */
public record ServerSide(Ends ends, Parts parts, Placing placing, boolean redirects)
    implements Way {
  @Override
  public long memory(long bytes) {
    return 0;
  }

  @Override
  public Written whole(ObjectEntry entry) {
    ends.pay(entry.bytes());
    BucketSide target = ends.target();
    CopyObjectRequest.Builder request =
        CopyObjectRequest.builder()
            .sourceBucket(ends.source().bucket())
            .sourceKey(ends.source().key(entry.name()))
            .copySourceIfMatch(Ends.quoted(entry))
            .destinationBucket(target.bucket())
            .destinationKey(target.key(entry.name()));
    Uncopied.of(ends, redirects, entry).give(request);
    return ends.unchanged(
        entry,
        () ->
            placing.absent(
                entry,
                "",
                condition ->
                    target
                        .call(
                            "CopyObject",
                            entry.name(),
                            s3 -> s3.copyObject(request.ifNoneMatch(condition).build()))
                        .copyObjectResult()
                        .eTag()));
  }

  @Override
  public CompletedPart part(Upload upload, int number) {
    ObjectEntry entry = upload.entry();
    ends.pay(upload.bytes(number));
    UploadPartCopyRequest request =
        UploadPartCopyRequest.builder()
            .sourceBucket(ends.source().bucket())
            .sourceKey(ends.source().key(entry.name()))
            .copySourceIfMatch(Ends.quoted(entry))
            .copySourceRange(
                "bytes=%d-%d"
                    .formatted(upload.from(number), upload.from(number) + upload.bytes(number) - 1))
            .destinationBucket(ends.target().bucket())
            .destinationKey(ends.target().key(entry.name()))
            .uploadId(upload.id())
            .partNumber(number)
            .build();
    String etag =
        ends.unchanged(
            entry,
            () ->
                ends.target()
                    .call("UploadPartCopy", entry.name(), s3 -> s3.uploadPartCopy(request))
                    .copyPartResult()
                    .eTag());
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }
}
