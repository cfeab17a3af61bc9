package dev.rehome.objects.copy.way;

import dev.rehome.digest.Sha256;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Through this process: read from the source, written to the target. */
public record Streamed(Ends ends, Parts parts, Placing placing) implements Way {
  private static final String TYPE = "application/octet-stream";

  @Override
  public long memory(long bytes) {
    return bytes;
  }

  @Override
  public Written whole(ObjectEntry entry) {
    ends.pay(entry.bytes());
    SourceObjects reading = new SourceObjects(ends);
    try {
      SourceObjects.Content content = reading.whole(entry);
      String encryption = content.head().serverSideEncryptionAsString();
      Optional<String> told = Md5.told(entry.etag(), encryption);
      return told.isPresent()
          ? put(entry, content, told.get(), "")
          : put(entry, content, Md5.of(content.bytes()), Sha256.of(content.bytes()));
    } catch (WrongSum e) {
      // damaged on its way here; or an ETag that only looks like an MD5
      SourceObjects.Content again = reading.whole(entry);
      return put(entry, again, Md5.of(again.bytes()), Sha256.of(again.bytes()));
    }
  }

  private Written put(ObjectEntry entry, SourceObjects.Content content, String md5, String sha256) {
    List<Tag> tags = new SourceObjects(ends).tags(entry, content.head().tagCount());
    Traits traits = Traits.of(content.head(), tags).carried(ends.source(), entry);
    return placing.put(entry, traits, content.bytes(), md5, sha256);
  }

  @Override
  public CompletedPart part(Upload upload, int number) {
    ObjectEntry entry = upload.entry();
    ends.pay(upload.bytes(number));
    byte[] content = new SourceObjects(ends).part(entry, upload.from(number), upload.bytes(number));
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
  static RequestBody body(byte[] content) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(content), content.length, TYPE);
  }
}
