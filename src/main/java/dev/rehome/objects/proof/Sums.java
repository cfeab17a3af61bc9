package dev.rehome.objects.proof;

import dev.rehome.digest.Sha256;
import dev.rehome.objects.BucketSide;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * What the content of an object adds up to, in hexadecimal: every byte has been read.
 *
 * @param md5 to be compared with ETags; proves nothing against those who forge
 */
record Sums(String sha256, String md5) {
  /** So much at a time: a cut connection costs this much, and no request lasts long. */
  private static final long SEGMENT_BYTES = 64L << 20;

  private static final int BUFFER_BYTES = 64 << 10;

  /**
   * Reads an object, as long as it is the one that was seen.
   *
   * @throws dev.rehome.model.MoveFailed with status 412 when it is another one now, 404 when it is
   *     gone
   */
  static Sums read(BucketSide side, String name, Seen seen) {
    Digests digests = Digests.none();
    for (long from = 0; from < seen.bytes(); from += SEGMENT_BYTES) {
      long begin = from;
      long end = Math.min(seen.bytes(), from + SEGMENT_BYTES);
      Digests before = digests;
      GetObjectRequest request =
          GetObjectRequest.builder()
              .bucket(side.bucket())
              .key(side.key(name))
              .ifMatch(seen.head().eTag())
              .range("bytes=%d-%d".formatted(begin, end - 1))
              .build();
      digests =
          side.call("GetObject", name, s3 -> segment(s3, request, before.copy(), end - begin));
    }
    return digests.sums();
  }

  private static Digests segment(
      S3Client s3, GetObjectRequest request, Digests digests, long bytes) {
    try (ResponseInputStream<GetObjectResponse> content = s3.getObject(request)) {
      digests.add(content, bytes);
      return digests;
    } catch (IOException e) {
      throw SdkClientException.create("the content did not come to its end: " + e.getMessage(), e);
    }
  }

  /** Both sums, as far as they have come. */
  private record Digests(MessageDigest sha256, MessageDigest md5) {
    static Digests none() {
      try {
        return new Digests(Sha256.begin(), MessageDigest.getInstance("MD5"));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has MD5", e);
      }
    }

    Digests copy() {
      try {
        return new Digests((MessageDigest) sha256.clone(), (MessageDigest) md5.clone());
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("the digests of this Java cannot be copied", e);
      }
    }

    void add(InputStream content, long bytes) throws IOException {
      byte[] buffer = new byte[BUFFER_BYTES];
      long left = bytes;
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        sha256.update(buffer, 0, read);
        md5.update(buffer, 0, read);
        left -= read;
      }
      if (left != 0) {
        throw new EOFException("%,d bytes were expected, %,d came".formatted(bytes, bytes - left));
      }
    }

    Sums sums() {
      return new Sums(Sha256.end(sha256), HexFormat.of().formatHex(md5.digest()));
    }
  }
}
