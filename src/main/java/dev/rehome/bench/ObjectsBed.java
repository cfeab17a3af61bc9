package dev.rehome.bench;

import dev.rehome.sandbox.SandboxServers;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.sandbox.servers.S3;
import dev.rehome.sandbox.servers.S3Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Two object stores that keep all in their memory, with the objects in the first one, and a control
 * store whose {@code fsync} is on.
 */
final class ObjectsBed implements AutoCloseable {
  static final String SOURCE_BUCKET = "app-shared";
  static final String SOURCE_PREFIX = "tenants/" + OneMove.TENANT + "/";
  static final String TARGET_BUCKET = "acme-files";
  static final String TARGET_PREFIX = "files/";

  private static final long HEAP_LEAST = 768L << 20;
  private static final Map<String, String> CONTROL = Map.of("fsync", "on");
  private static final String DATABASE = "bench";

  private final PostgresServer control;
  private final S3Proxy one;
  private final S3Proxy other;
  private final Workload workload;

  private ObjectsBed(PostgresServer control, S3Proxy one, S3Proxy other, Workload workload) {
    this.control = control;
    this.one = one;
    this.other = other;
    this.workload = workload;
  }

  /** Starts the servers and makes the objects. */
  static ObjectsBed start(Path directory, Workload workload) throws IOException {
    // the source and one target, and what is deleted and not collected yet
    int heap = (int) ((3 * workload.allBytes() + HEAP_LEAST) >> 20);
    PostgresServer control = SandboxServers.startControl(directory.resolve("control"), CONTROL);
    try {
      S3Proxy one = S3Proxy.start(directory.resolve("one"), heap);
      try {
        S3Proxy other = S3Proxy.start(directory.resolve("other"), heap);
        ObjectsBed bed = new ObjectsBed(control, one, other, workload);
        bed.fill();
        return bed;
      } catch (IOException | RuntimeException e) {
        one.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      control.close();
      throw e;
    }
  }

  private void fill() {
    try (S3Client s3 = S3.client(one.endpoint());
        S3Client away = S3.client(other.endpoint())) {
      s3.createBucket(c -> c.bucket(SOURCE_BUCKET));
      s3.createBucket(c -> c.bucket(TARGET_BUCKET));
      away.createBucket(c -> c.bucket(TARGET_BUCKET));
      IntStream.range(0, workload.objects()).parallel().forEach(number -> put(s3, number));
    }
  }

  private void put(S3Client s3, int number) {
    byte[] content = new byte[Math.toIntExact(workload.bytes())];
    new Random(number).nextBytes(content);
    String key = "%sfolder-%02d/file-%06d".formatted(SOURCE_PREFIX, number % 100, number);
    s3.putObject(
        c -> c.bucket(SOURCE_BUCKET).key(key).contentType("image/png"),
        RequestBody.fromBytes(content));
  }

  /** Both targets empty, and a new control store. */
  void renew() throws SQLException {
    for (S3Proxy server : List.of(one, other)) {
      try (S3Client s3 = S3.client(server.endpoint())) {
        for (ListObjectsV2Response page :
            s3.listObjectsV2Paginator(c -> c.bucket(TARGET_BUCKET)).stream().toList()) {
          delete(s3, page.contents());
        }
      }
    }
    try (Connection connection = control.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS bench WITH (FORCE)");
      statement.execute("CREATE DATABASE bench OWNER rehome");
      statement.execute("CHECKPOINT");
    }
  }

  private static void delete(S3Client s3, List<S3Object> objects) {
    if (!objects.isEmpty()) {
      List<ObjectIdentifier> keys =
          objects.stream().map(o -> ObjectIdentifier.builder().key(o.key()).build()).toList();
      s3.deleteObjects(
          c -> c.bucket(TARGET_BUCKET).delete(Delete.builder().objects(keys).quiet(true).build()));
    }
  }

  /**
   * Looks that all objects arrived, by number and size.
   *
   * @throws IllegalStateException when not
   */
  void requireWhole(Route route) {
    long objects = 0;
    long bytes = 0;
    try (S3Client s3 = S3.client(target(route).endpoint())) {
      for (S3Object object :
          s3.listObjectsV2Paginator(c -> c.bucket(TARGET_BUCKET).prefix(TARGET_PREFIX))
              .contents()) {
        objects++;
        bytes += object.size();
      }
    }
    if (objects != workload.objects() || bytes != workload.allBytes()) {
      throw new IllegalStateException(
          "%d objects of %d bytes are in the target, %d of %d were to come"
              .formatted(objects, bytes, workload.objects(), workload.allBytes()));
    }
  }

  /** How the objects come to their target. */
  enum Route {
    /** Both buckets are in one store, which copies by itself. */
    SERVER_SIDE("server-side"),
    /** The target is in the other store: all goes through the copier. */
    STREAMED("streamed");

    private final String told;

    Route(String told) {
      this.told = told;
    }

    @Override
    public String toString() {
      return told;
    }
  }

  S3Proxy source() {
    return one;
  }

  S3Proxy target(Route route) {
    return route == Route.SERVER_SIDE ? one : other;
  }

  String controlUrl() {
    return control.url(DATABASE);
  }

  @Override
  public void close() {
    other.close();
    one.close();
    control.close();
  }
}
