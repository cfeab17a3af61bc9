package dev.rehome.objects.copy.way;

import dev.rehome.model.MoveFailed;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.HeaderText;
import dev.rehome.store.objects.ObjectEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * What an object has besides its content. A text is null where it has none.
 *
 * @param expires as it was written, which need not be a date
 * @param storage the storage class
 */
record Traits(
    String type,
    String encoding,
    String disposition,
    String cacheControl,
    String language,
    String expires,
    String redirect,
    String storage,
    Map<String, String> metadata,
    List<Tag> tags) {
  private static final String EXPIRES = "Expires";

  static Traits of(GetObjectResponse object, List<Tag> tags) {
    return new Traits(
        object.contentType(),
        HeaderText.encoding(object.contentEncoding()),
        object.contentDisposition(),
        object.cacheControl(),
        object.contentLanguage(),
        object.expiresString(),
        object.websiteRedirectLocation(),
        object.storageClassAsString(),
        object.metadata(),
        tags);
  }

  static Traits of(HeadObjectResponse object, List<Tag> tags) {
    return new Traits(
        object.contentType(),
        HeaderText.encoding(object.contentEncoding()),
        object.contentDisposition(),
        object.cacheControl(),
        object.contentLanguage(),
        object.expiresString(),
        object.websiteRedirectLocation(),
        object.storageClassAsString(),
        object.metadata(),
        tags);
  }

  /**
   * The same, if a request can carry all of it.
   *
   * @throws MoveFailed naming what arrives changed
   */
  Traits carried(BucketSide source, ObjectEntry entry) {
    List<String> changed = new ArrayList<>();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content type", type);
    headers.put("content encoding", encoding);
    headers.put("content disposition", disposition);
    headers.put("cache control", cacheControl);
    headers.put("content language", language);
    headers.put("expires", expires);
    headers.put("website redirect", redirect);
    metadata.forEach((name, value) -> headers.put("user metadata " + name, value));
    headers.forEach(
        (name, value) -> {
          if (!HeaderText.carries(value)) {
            changed.add(name);
          }
        });
    if (!changed.isEmpty()) {
      throw new MoveFailed(
          "%s: %s/%s has other characters than ASCII in %s, which no request carries as they are; write them encoded (RFC 2047, RFC 8187), or move within one store"
              .formatted(
                  source.cell(),
                  source.bucket(),
                  source.key(entry.name()),
                  String.join(", ", changed)));
    }
    return this;
  }

  void give(PutObjectRequest.Builder request) {
    request
        .contentType(type)
        .contentEncoding(encoding)
        .contentDisposition(disposition)
        .cacheControl(cacheControl)
        .contentLanguage(language)
        .websiteRedirectLocation(redirect)
        .storageClass(storage)
        .metadata(metadata);
    if (expires != null) {
      request.overrideConfiguration(c -> c.putHeader(EXPIRES, expires));
    }
    if (!tags.isEmpty()) {
      request.tagging(Tagging.builder().tagSet(tags).build());
    }
  }

  void give(CreateMultipartUploadRequest.Builder request) {
    request
        .contentType(type)
        .contentEncoding(encoding)
        .contentDisposition(disposition)
        .cacheControl(cacheControl)
        .contentLanguage(language)
        .websiteRedirectLocation(redirect)
        .storageClass(storage)
        .metadata(metadata);
    if (expires != null) {
      request.overrideConfiguration(c -> c.putHeader(EXPIRES, expires));
    }
    if (!tags.isEmpty()) {
      request.tagging(Tagging.builder().tagSet(tags).build());
    }
  }
}
