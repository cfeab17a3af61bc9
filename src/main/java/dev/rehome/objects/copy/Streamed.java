package dev.rehome.objects.copy;

import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
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
    Traits traits = Traits.of(head, tags);
    String sha256 = Sha256.hex(content.bytes());
    String md5 =
        Md5.told(entry.etag(), head.serverSideEncryptionAsString())
            .orElseGet(() -> Md5.of(content.bytes()));
    try {
      return placing.put(entry, traits, body(content.bytes()), md5, sha256);
    } catch (MoveFailed e) {
      if (Answers.status(e) != Answers.BAD_REQUEST) {
        throw e;
      }
      String own = Md5.of(content.bytes());
      if (own.equals(md5)) {
        throw e;
      }
      // the ETag only looks like an MD5; or the content was damaged on its way here: the proof
      // tells
      return placing.put(entry, traits, body(content.bytes()), own, sha256);
    }
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
            .contentMD5(Md5.of(content))
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
