package dev.rehome.objects.copy.way;

import dev.rehome.model.MoveFailed;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Writes an object where none is. An object that is in the way is never replaced: it is ours, of a
 * try whose answer was lost, or the move fails. A store that does not know the condition is asked
 * before.
 */
public record Placing(BucketSide target, Ours ours) {
  /** The condition: only where nothing is. */
  static final String ANYTHING = "*";

  /**
   * One object at once.
   *
   * @param md5 of the content, in base64: the store refuses any other
   * @param sha256 of the content, hexadecimal; may be empty
   * @throws WrongSum when the store has refused the content, and its MD5 is indeed another one
   */
  Written put(ObjectEntry entry, Traits traits, byte[] content, String md5, String sha256) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(target.bucket())
            .key(target.key(entry.name()))
            .contentMD5(md5);
    traits.give(request);
    return absent(
        entry,
        sha256,
        condition ->
            target
                .call(
                    "PutObject",
                    entry.name(),
                    s3 -> put(s3, request.ifNoneMatch(condition).build(), content))
                .eTag());
  }

  private static PutObjectResponse put(S3Client s3, PutObjectRequest request, byte[] content) {
    try {
      return s3.putObject(request, Streamed.body(content));
    } catch (S3Exception e) {
      if (e.statusCode() == Answers.BAD_REQUEST && !Md5.of(content).equals(request.contentMD5())) {
        throw new WrongSum(e);
      }
      throw e;
    }
  }

  /**
   * One write.
   *
   * @param write given the condition, null for none; its answer is the ETag
   */
  Written absent(ObjectEntry entry, String sha256, Function<String, String> write) {
    try {
      return new Written(Answers.unquoted(write.apply(ANYTHING)), sha256);
    } catch (MoveFailed e) {
      return switch (Answers.status(e)) {
        case Answers.CHANGED -> ours.there(entry, sha256).orElseThrow(() -> e);
        case Answers.NOT_IMPLEMENTED -> {
          Optional<Written> there = ours.there(entry, sha256);
          yield there.isPresent()
              ? there.get()
              : new Written(Answers.unquoted(write.apply(null)), sha256);
        }
        default -> throw e;
      };
    }
  }
}
