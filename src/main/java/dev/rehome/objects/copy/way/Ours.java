package dev.rehome.objects.copy.way;

import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Tells what this move has written in the target from what somebody else did. What was recorded is
 * known by its ETag; what was not, because the worker died in between, by being what we would have
 * written: its size, and its ETag where both stores give the MD5 of the content.
 */
public record Ours(BucketSide source, BucketSide target) {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  /**
   * Whether an object of the target is this move's.
   *
   * @param entry what the list says of it
   * @param seen as the target lists it
   */
  public boolean is(ObjectEntry entry, ObjectEntry seen) {
    if (entry.written().isPresent()) {
      return entry.written().get().etag().equals(seen.etag());
    }
    return entry.bytes() == seen.bytes()
        && (!comparable(entry, seen)
            || entry.etag().equals(seen.etag())
            || encrypted(source, entry.name())
            || encrypted(target, entry.name()));
  }

  private static boolean comparable(ObjectEntry entry, ObjectEntry seen) {
    return MD5.matcher(entry.etag()).matches() && MD5.matcher(seen.etag()).matches();
  }

  /** An object that is encrypted by a key of its own has an ETag that looks like an MD5. */
  private static boolean encrypted(BucketSide side, String name) {
    return head(side, name)
        .map(HeadObjectResponse::serverSideEncryptionAsString)
        .filter(way -> way.startsWith("aws:"))
        .isPresent();
  }

  /**
   * What is in the target at the place of an object that we were to write: ours, of a try whose
   * answer was lost; empty if nothing is there.
   *
   * @param sha256 of the content that we have; may be empty
   * @throws MoveFailed when it is somebody else's
   */
  Optional<Written> there(ObjectEntry entry, String sha256) {
    return head(target, entry.name())
        .map(
            head -> {
              ObjectEntry seen =
                  new ObjectEntry(
                      entry.number(),
                      entry.name(),
                      head.contentLength(),
                      Answers.unquoted(head.eTag()),
                      head.lastModified(),
                      Optional.ofNullable(head.storageClassAsString()),
                      Optional.empty());
              require(entry, seen);
              return new Written(seen.etag(), sha256);
            });
  }

  /** Throws {@code MoveFailed} when an object of the target is somebody else's. */
  public void require(ObjectEntry entry, ObjectEntry seen) {
    if (!is(entry, seen)) {
      throw new MoveFailed(
          "%s: %s/%s is in the way: it has %d bytes and ETag %s, ours would have %d bytes%s; it is left as it is"
              .formatted(
                  target.cell(),
                  target.bucket(),
                  target.key(entry.name()),
                  seen.bytes(),
                  seen.etag(),
                  entry.bytes(),
                  entry.written().map(w -> " and ETag " + w.etag()).orElse("")));
    }
  }

  private static Optional<HeadObjectResponse> head(BucketSide side, String name) {
    try {
      return Optional.of(
          side.call(
              "HeadObject",
              name,
              s3 ->
                  s3.headObject(
                      HeadObjectRequest.builder()
                          .bucket(side.bucket())
                          .key(side.key(name))
                          .build())));
    } catch (MoveFailed e) {
      if (e.getCause() instanceof S3Exception && Answers.status(e) == Answers.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
