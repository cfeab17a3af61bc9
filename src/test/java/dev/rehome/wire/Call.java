package dev.rehome.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * One request as S3 understands it.
 *
 * @param operation S3's own name, e.g. {@code UploadPart}
 * @param key decoded; empty for a request about the bucket
 */
public record Call(String operation, String bucket, String key) {

  /** Whether it asks for this operation. */
  public boolean is(String name) {
    return operation.equals(name);
  }

  /**
   * Reads a request's head.
   *
   * @param path as it was sent, path-style
   */
  static Call of(String method, String path, Head head) {
    int question = path.indexOf('?');
    String place = question < 0 ? path : path.substring(0, question);
    Set<String> asked =
        question < 0
            ? Set.of()
            : Set.copyOf(
                List.of(path.substring(question + 1).split("&", -1)).stream()
                    .map(pair -> pair.replaceFirst("=.*", ""))
                    .distinct()
                    .toList());
    int slash = place.indexOf('/', 1);
    String bucket = slash < 0 ? place.substring(1) : place.substring(1, slash);
    String key = slash < 0 ? "" : decoded(place.substring(slash + 1));
    boolean copies = head.value("x-amz-copy-source").isPresent();
    String operation = key.isEmpty() ? ofBucket(method, asked) : ofObject(method, asked, copies);
    return new Call(operation, bucket, key);
  }

  private static String decoded(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String ofBucket(String method, Set<String> asked) {
    return switch (method) {
      case "GET" ->
          asked.contains("list-type")
              ? "ListObjectsV2"
              : asked.contains("uploads")
                  ? "ListMultipartUploads"
                  : asked.contains("website") ? "GetBucketWebsite" : "GetBucket";
      case "HEAD" -> "HeadBucket";
      case "PUT" -> "CreateBucket";
      case "POST" -> "DeleteObjects";
      default -> "DeleteBucket";
    };
  }

  private static String ofObject(String method, Set<String> asked, boolean copies) {
    boolean ofUpload = asked.contains("uploadId");
    boolean tags = asked.contains("tagging");
    return switch (method) {
      case "GET" -> {
        if (tags) {
          yield "GetObjectTagging";
        }
        yield asked.contains("acl") ? "GetObjectAcl" : ofUpload ? "ListParts" : "GetObject";
      }
      case "HEAD" -> "HeadObject";
      case "PUT" -> {
        if (tags) {
          yield "PutObjectTagging";
        }
        yield ofUpload
            ? copies ? "UploadPartCopy" : "UploadPart"
            : copies ? "CopyObject" : "PutObject";
      }
      case "POST" -> ofUpload ? "CompleteMultipartUpload" : "CreateMultipartUpload";
      default -> ofUpload ? "AbortMultipartUpload" : "DeleteObject";
    };
  }
}
