package dev.rehome.objects.copy.way;

import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** Reads objects of the source, each as it was listed or not at all. */
record SourceObjects(Ends ends) {

  /** An object's content, and what the store said with it. */
  static final class Content {
    private final GetObjectResponse head;
    private final byte[] bytes;

    private Content(GetObjectResponse head, byte[] bytes) {
      this.head = head;
      this.bytes = bytes;
    }

    GetObjectResponse head() {
      return head;
    }

    /** The array itself. */
    byte[] bytes() {
      return bytes;
    }
  }

  /** A whole object. */
  Content whole(ObjectEntry entry) {
    Content content = read(entry, null, entry.bytes());
    ends.requireUnchanged(entry, content.head().eTag(), content.bytes().length);
    return content;
  }

  /** The bytes from {@code from} on, which are so many. */
  byte[] part(ObjectEntry entry, long from, long bytes) {
    Content content = read(entry, "bytes=%d-%d".formatted(from, from + bytes - 1), bytes);
    ends.requireUnchanged(entry, content.head().eTag(), entry.bytes());
    return content.bytes();
  }

  private Content read(ObjectEntry entry, String range, long bytes) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(source().bucket())
            .key(source().key(entry.name()))
            .ifMatch(Ends.quoted(entry))
            .range(range)
            .build();
    return ends.unchanged(
        entry,
        () ->
            source().call("GetObject", entry.name(), s3 -> s3.getObject(request, exactly(bytes))));
  }

  private static ResponseTransformer<GetObjectResponse, Content> exactly(long bytes) {
    return (head, stream) -> new Content(head, exactly(stream, bytes));
  }

  /** One array of the right size: a growing one would hold the content three times. */
  private static byte[] exactly(AbortableInputStream stream, long bytes) throws IOException {
    byte[] content = new byte[Math.toIntExact(bytes)];
    int read = stream.readNBytes(content, 0, content.length);
    if (read < content.length || stream.read() >= 0) {
      stream.abort();
      throw new EOFException("%d bytes were expected, %d came".formatted(bytes, read));
    }
    return content;
  }

  /** All but the content. */
  HeadObjectResponse head(ObjectEntry entry) {
    HeadObjectRequest request =
        HeadObjectRequest.builder()
            .bucket(source().bucket())
            .key(source().key(entry.name()))
            .ifMatch(Ends.quoted(entry))
            .build();
    HeadObjectResponse head =
        ends.unchanged(
            entry, () -> source().call("HeadObject", entry.name(), s3 -> s3.headObject(request)));
    ends.requireUnchanged(entry, head.eTag(), head.contentLength());
    return head;
  }

  /**
   * The tags, unless the store has told that there are none: AWS always tells how many, others may
   * not.
   *
   * @param count as the store gave it; null if it did not
   */
  List<Tag> tags(ObjectEntry entry, Integer count) {
    boolean told = count != null || source().settings().endpoint().isEmpty();
    return told && (count == null || count == 0) ? List.of() : tags(entry);
  }

  /** The tags; none where the store knows no tags. */
  List<Tag> tags(ObjectEntry entry) {
    if (source().client().tagless()) {
      return List.of();
    }
    GetObjectTaggingRequest request =
        GetObjectTaggingRequest.builder()
            .bucket(source().bucket())
            .key(source().key(entry.name()))
            .build();
    try {
      return source()
          .call("GetObjectTagging", entry.name(), s3 -> s3.getObjectTagging(request))
          .tagSet();
    } catch (MoveFailed e) {
      if (Answers.status(e) == Answers.NOT_IMPLEMENTED) {
        source().client().becomesTagless();
        return List.of();
      }
      throw e;
    }
  }

  private BucketSide source() {
    return ends.source();
  }
}
