package dev.rehome.sandbox;

import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.sandbox.product.ObjectFiles;
import dev.rehome.sandbox.servers.S3;
import dev.rehome.sandbox.servers.S3Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The sandbox's object store: us_east keeps its tenants' files in one bucket, by prefix; us_west
 * has a bucket of its own.
 */
public final class SandboxObjects implements AutoCloseable {
  private static final String SHARED_BUCKET = "app-shared";
  private static final String DEDICATED_BUCKET = "acme-files";
  static final String SHARED_PREFIX = "tenants/{tenant}/";
  static final String DEDICATED_PREFIX = "files/";

  /** The demo's objects lie in it twice, and are read and written at the same time. */
  private static final int HEAP_MEGABYTES = 768;

  private static final int PARALLELISM = 8;
  private static final long PART_BYTES = 8L << 20;

  private final S3Proxy server;
  private final boolean own;
  private final S3Client client;
  private final String sharedBucket;
  private final String dedicatedBucket;

  private SandboxObjects(S3Proxy server, boolean own, String suffix) {
    this.server = server;
    this.own = own;
    this.client = S3.client(server.endpoint());
    this.sharedBucket = SHARED_BUCKET + suffix;
    this.dedicatedBucket = DEDICATED_BUCKET + suffix;
  }

  /** Starts a store and makes two buckets. */
  public static SandboxObjects start(Path directory) throws IOException {
    return new SandboxObjects(S3Proxy.start(directory, HEAP_MEGABYTES), true, "").made();
  }

  /**
   * Makes two buckets in a store that others use too, and that stays when this is closed.
   *
   * @param suffix what the buckets' names end with
   */
  public static SandboxObjects in(S3Proxy server, String suffix) {
    return new SandboxObjects(server, false, suffix).made();
  }

  private SandboxObjects made() {
    try {
      client.createBucket(c -> c.bucket(sharedBucket));
      client.createBucket(c -> c.bucket(dedicatedBucket));
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The application's own way to it. */
  public S3Client client() {
    return client;
  }

  public S3Proxy server() {
    return server;
  }

  /** The settings of a cell; us_south has no objects. */
  Optional<ObjectsCell> cell(String name) {
    return switch (name) {
      case "us_east" -> Optional.of(cell(sharedBucket, SHARED_PREFIX));
      case "us_west" -> Optional.of(cell(dedicatedBucket, DEDICATED_PREFIX));
      default -> Optional.empty();
    };
  }

  private ObjectsCell cell(String bucket, String prefix) {
    return new ObjectsCell(
        Optional.of(server.endpoint()),
        "us-east-1",
        bucket,
        prefix,
        Optional.of(new ObjectsCell.Keys(S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY)),
        true,
        ObjectsCell.Verify.SHA256,
        ObjectsCell.Fence.OBSERVED,
        PARALLELISM,
        PART_BYTES);
  }

  /** The files of a tenant in us_east. */
  public ObjectFiles east(String tenant) {
    return new ObjectFiles(client, sharedBucket, SHARED_PREFIX.replace("{tenant}", tenant));
  }

  /** The files in us_west, acme's. */
  public ObjectFiles west() {
    return new ObjectFiles(client, dedicatedBucket, DEDICATED_PREFIX);
  }

  @Override
  public void close() {
    client.close();
    if (own) {
      server.close();
    }
  }
}
