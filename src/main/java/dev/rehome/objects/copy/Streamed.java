package dev.rehome.objects.copy;

import dev.rehome.store.ObjectEntry;
import dev.rehome.store.ObjectEntry.Written;
import java.io.ByteArrayInputStream;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Through this process: read from the source, written to the target. */
record Streamed(Ends ends, Parts parts, Placing placing) implements Way {
  private static final String TYPE = "application/octet-stream";

  @Override
  public long memory(long bytes) {
    return bytes;
  }

  @Override
  public Written whole(ObjectEntry entry) {
    ends.pay(entry.bytes());
    Reading reading = new Reading(ends);
    Reading.Content content = reading.whole(entry);
    GetObjectResponse head = content.head();
    List<Tag> tags = reading.tags(entry, head.tagCount());
    return placing.put(
        entry, Traits.of(head, tags), body(content.bytes()), Sha256.hex(content.bytes()));
  }

  @Override
  public CompletedPart part(Upload upload, int number) {
    ObjectEntry entry = upload.entry();
    ends.pay(upload.bytes(number));
    byte[] content = new Reading(ends).part(entry, upload.from(number), upload.bytes(number));
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(ends.target().bucket())
            .key(ends.target().key(entry.name()))
            .uploadId(upload.id())
            .partNumber(number)
            .build();
    String etag =
        ends.target()
            .call("UploadPart", entry.name(), s3 -> s3.uploadPart(request, body(content)))
            .eTag();
    upload.digest().add(number, content);
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  /** The array itself, which may be read again: the SDK's own way copies it. */
  private static RequestBody body(byte[] content) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(content), content.length, TYPE);
  }
}
