package dev.rehome.sandbox.product;

import dev.rehome.digest.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What lies below a prefix, as the application sees it; shares nothing with the product. */
public record ObjectFiles(S3Client client, String bucket, String prefix) {
  private static final int THREADS = 4;

  /**
   * One file.
   *
   * @param sha256 hexadecimal, of the content
   * @param headers what it is said to be, and its user metadata
   */
  public record File(long bytes, String sha256, Map<String, String> headers) {}

  /** What tells that a file was written again. */
  public record Stamp(String etag, long bytes, Instant written) {}

  /** Every file by its key without the prefix, read whole. */
  public SortedMap<String, File> read() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Map<String, Future<File>> reading = new TreeMap<>();
      for (String name : stamps().keySet()) {
        reading.put(name, threads.submit(() -> read(name)));
      }
      SortedMap<String, File> files = new TreeMap<>();
      for (Map.Entry<String, Future<File>> one : reading.entrySet()) {
        files.put(one.getKey(), one.getValue().get());
      }
      return files;
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the files of %s cannot be read: %s".formatted(bucket, e.getCause().getMessage()), e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Every key without the prefix, unread. */
  public SortedMap<String, Stamp> stamps() {
    SortedMap<String, Stamp> stamps = new TreeMap<>();
    client
        .listObjectsV2Paginator(c -> c.bucket(bucket).prefix(prefix))
        .contents()
        .forEach(
            object ->
                stamps.put(
                    object.key().substring(prefix.length()),
                    new Stamp(object.eTag(), object.size(), object.lastModified())));
    return stamps;
  }

  /** All keys of the bucket, also those beside the prefix. */
  public List<String> inBucket() {
    List<String> keys = new ArrayList<>();
    client
        .listObjectsV2Paginator(c -> c.bucket(bucket))
        .contents()
        .forEach(object -> keys.add(object.key()));
    return keys;
  }

  /** The keys of uploads that are open in the bucket. */
  public List<String> openUploads() {
    return client.listMultipartUploadsPaginator(c -> c.bucket(bucket)).uploads().stream()
        .map(upload -> bucket + "/" + upload.key())
        .toList();
  }

  private File read(String name) throws IOException {
    try (ResponseInputStream<GetObjectResponse> content =
        client.getObject(c -> c.bucket(bucket).key(prefix + name))) {
      MessageDigest sha256 = Sha256.begin();
      byte[] buffer = new byte[1 << 16];
      long bytes = 0;
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        sha256.update(buffer, 0, n);
        bytes += n;
      }
      return new File(bytes, Sha256.end(sha256), headers(content.response()));
    }
  }

  private static Map<String, String> headers(GetObjectResponse object) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", String.valueOf(object.contentType()));
    headers.put("content-encoding", String.valueOf(object.contentEncoding()));
    headers.put("content-language", String.valueOf(object.contentLanguage()));
    headers.put("content-disposition", String.valueOf(object.contentDisposition()));
    headers.put("cache-control", String.valueOf(object.cacheControl()));
    headers.put("expires", String.valueOf(object.expiresString()));
    object.metadata().forEach((key, value) -> headers.put("x-amz-meta-" + key, value));
    return headers;
  }
}
