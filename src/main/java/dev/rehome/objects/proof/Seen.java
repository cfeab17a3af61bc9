package dev.rehome.objects.proof;

import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.store.objects.ObjectEntry;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** An object as its store describes it now. */
record Seen(HeadObjectResponse head) {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  /** Empty if there is none of that name. */
  static Optional<Seen> of(BucketSide side, String name) {
    HeadObjectRequest request =
        HeadObjectRequest.builder()
            .bucket(side.bucket())
            .key(side.key(name))
            .checksumMode(ChecksumMode.ENABLED)
            .build();
    return Answers.unless(
            Set.of(Answers.NOT_FOUND),
            () -> side.call("HeadObject", name, s3 -> s3.headObject(request)))
        .map(Seen::new);
  }

  long bytes() {
    return head.contentLength();
  }

  /** Without quotes; empty where the store tells none, as some do of an empty object. */
  Optional<String> etag() {
    return Optional.ofNullable(head.eTag()).map(Answers::unquoted);
  }

  /** Whether it is the object that was listed, as far as the store tells. */
  boolean is(ObjectEntry entry) {
    return bytes() == entry.bytes() && etag().map(entry.etag()::equals).orElse(bytes() == 0);
  }

  /**
   * What the ETag has the form of, in hexadecimal: the MD5 of the whole content. It need not be
   * one, e.g. where the store encrypts: only that it equals a real one says something.
   */
  Optional<String> md5() {
    return etag().filter(etag -> MD5.matcher(etag).matches());
  }

  /** The SHA-256 of the whole content, in hexadecimal, if the store keeps it. */
  Optional<String> sha256() {
    String base64 = head.checksumSHA256();
    boolean whole =
        base64 != null
            && !base64.contains("-")
            && (head.checksumType() == null || head.checksumType() == ChecksumType.FULL_OBJECT);
    return whole
        ? Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(base64)))
        : Optional.empty();
  }
}
