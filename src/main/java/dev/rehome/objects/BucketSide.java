package dev.rehome.objects;

import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.store.objects.ObjectEntry;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One tenant's objects in one cell: a bucket and what their keys begin with.
 *
 * @param prefix may be empty: the whole bucket
 * @param gate runs before every try of every request; what it throws is thrown on
 */
public record BucketSide(
    String cell, CellClient client, String bucket, String prefix, Runnable gate) {
  /** A page of a listing holds so many at most: S3's own limit. */
  public static final int PAGE = 1000;

  /** One without a gate. */
  public BucketSide(String cell, CellClient client, String bucket, String prefix) {
    this(cell, client, bucket, prefix, () -> {});
  }

  /**
   * The same behind a gate: a worker that slept, before a request or between two tries of it, is
   * asked anew whether the move is still its own.
   */
  public BucketSide behind(Runnable question) {
    return new BucketSide(cell, client, bucket, prefix, question);
  }

  /** The key of a name. */
  public String key(String name) {
    return prefix + name;
  }

  /** The name of a key that begins with the prefix. */
  public String name(String key) {
    return key.substring(prefix.length());
  }

  /** One request about an object. */
  public <T> T call(String operation, String name, Function<S3Client, T> request) {
    return client.call(operation + " " + bucket + "/" + key(name), gate, request);
  }

  /** The same, tried once; see {@link CellClient#callOnce}. */
  public <T> T callOnce(String operation, String name, Function<S3Client, T> request) {
    gate.run();
    return client.callOnce(operation + " " + bucket + "/" + key(name), request);
  }

  /** Waits for a sign of life; see {@link CellClient#reach}. */
  public void reach() {
    client.reach(bucket);
  }

  /** As many pieces of work at a time as the cell allows; see {@link CellClient#each}. */
  public <I, O> List<O> each(List<I> items, Function<I, O> work) {
    return client.each(items, work);
  }

  public ObjectsCell settings() {
    return client.settings();
  }

  /** Where the bucket is, and what it is called: {@code us_east app-files/tenants/acme/}. */
  @Override
  public String toString() {
    return cell + " " + bucket + "/" + prefix;
  }

  /**
   * The objects below the prefix, page by page, as the store lists them now, in its order; each
   * page is asked for when it is needed. Entries are numbered from 1.
   *
   * @param after the name that it begins behind; empty for the first
   */
  public Iterable<List<ObjectEntry>> pages(String after) {
    return () -> new Entries(new Pages(after));
  }

  /** The same as the store tells it, with the whole keys, from the first on. */
  public Iterable<List<S3Object>> listed() {
    return () -> new Pages("");
  }

  private final class Entries implements Iterator<List<ObjectEntry>> {
    private final Pages pages;
    private long number;

    Entries(Pages pages) {
      this.pages = pages;
    }

    @Override
    public boolean hasNext() {
      return pages.hasNext();
    }

    @Override
    public List<ObjectEntry> next() {
      return pages.next().stream().map(this::entry).toList();
    }

    private ObjectEntry entry(S3Object object) {
      number++;
      return new ObjectEntry(
          number,
          name(object.key()),
          object.size(),
          Answers.unquoted(object.eTag()),
          object.lastModified(),
          Optional.ofNullable(object.storageClassAsString()),
          Optional.empty());
    }
  }

  private final class Pages implements Iterator<List<S3Object>> {
    private final String after;
    private Optional<String> token = Optional.empty();
    private boolean more = true;

    Pages(String after) {
      this.after = after;
    }

    @Override
    public boolean hasNext() {
      return more;
    }

    @Override
    public List<S3Object> next() {
      if (!more) {
        throw new NoSuchElementException("the listing of " + BucketSide.this + " has ended");
      }
      ListObjectsV2Request.Builder request =
          ListObjectsV2Request.builder()
              .bucket(bucket)
              .prefix(prefix)
              .maxKeys(PAGE)
              // a key may hold what XML cannot; the SDK decodes them
              .encodingType(EncodingType.URL);
      token.ifPresent(request::continuationToken);
      if (token.isEmpty() && !after.isEmpty()) {
        request.startAfter(key(after));
      }
      ListObjectsV2Response page =
          call("ListObjectsV2", after, s3 -> s3.listObjectsV2(request.build()));
      token = Optional.ofNullable(page.nextContinuationToken());
      more = Boolean.TRUE.equals(page.isTruncated()) && token.isPresent();
      return page.contents();
    }
  }
}
