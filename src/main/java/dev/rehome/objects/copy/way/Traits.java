package dev.rehome.objects.copy.way;

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
        object.contentEncoding(),
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
        object.contentEncoding(),
        object.contentDisposition(),
        object.cacheControl(),
        object.contentLanguage(),
        object.expiresString(),
        object.websiteRedirectLocation(),
        object.storageClassAsString(),
        object.metadata(),
        tags);
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
