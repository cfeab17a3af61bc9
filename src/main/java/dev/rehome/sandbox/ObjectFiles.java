package dev.rehome.sandbox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What lies below a prefix, as the application sees it; shares nothing with the product. */
record ObjectFiles(S3Client client, String bucket, String prefix) {
  /**
   * One file.
   *
   * @param sha256 hexadecimal, of the content
   * @param headers what it is said to be, and its user metadata
   */
  record File(long bytes, String sha256, Map<String, String> headers) {}

  /** Every file by its key without the prefix, read whole. */
  SortedMap<String, File> read() {
    SortedMap<String, File> files = new TreeMap<>();
    objects().forEach(object -> files.put(object.key().substring(prefix.length()), read(object)));
    return files;
  }

  /** Every key without the prefix, with ETag, size and time of the last write. */
  SortedMap<String, String> stamps() {
    SortedMap<String, String> stamps = new TreeMap<>();
    objects()
        .forEach(
            object ->
                stamps.put(
                    object.key().substring(prefix.length()),
                    object.eTag() + " " + object.size() + " " + object.lastModified()));
    return stamps;
  }

  /** How many uploads are open in the bucket. */
  int openUploads() {
    return client.listMultipartUploads(c -> c.bucket(bucket)).uploads().size();
  }

  /** How many objects the whole bucket holds. */
  long inBucket() {
    return client.listObjectsV2Paginator(c -> c.bucket(bucket)).contents().stream().count();
  }

  private Stream<S3Object> objects() {
    return client.listObjectsV2Paginator(c -> c.bucket(bucket).prefix(prefix)).contents().stream();
  }

  private File read(S3Object object) {
    try (ResponseInputStream<GetObjectResponse> content =
        client.getObject(c -> c.bucket(bucket).key(object.key()))) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      long bytes = 0;
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        sha256.update(buffer, 0, n);
        bytes += n;
      }
      return new File(
          bytes, HexFormat.of().formatHex(sha256.digest()), headers(content.response()));
    } catch (java.io.IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(object.key() + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, String> headers(GetObjectResponse object) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", String.valueOf(object.contentType()));
    headers.put("cache-control", String.valueOf(object.cacheControl()));
    headers.put("content-disposition", String.valueOf(object.contentDisposition()));
    object.metadata().forEach((key, value) -> headers.put("x-amz-meta-" + key, value));
    return headers;
  }

  /** What one side has and the other has not, or has otherwise; at most five. */
  static List<String> differences(SortedMap<String, File> here, SortedMap<String, File> there) {
    return Stream.concat(here.keySet().stream(), there.keySet().stream())
        .distinct()
        .filter(name -> here.get(name) == null || !here.get(name).equals(there.get(name)))
        .limit(5)
        .toList();
  }
}
