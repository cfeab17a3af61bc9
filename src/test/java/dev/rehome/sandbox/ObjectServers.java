package dev.rehome.sandbox;

import dev.rehome.sandbox.servers.PostgresBinaries;
import dev.rehome.sandbox.servers.S3Mock;
import dev.rehome.sandbox.servers.S3Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;

/** The object stores that all tests of a JVM share, each started by the first that asks. */
public final class ObjectServers {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private ObjectServers() {}

  /** Checks signatures; has no tags. */
  public static S3Proxy proxy() {
    return Proxy.SERVER;
  }

  /** Has tags and checksums; checks no signature. */
  public static S3Mock mock() {
    return Mock.SERVER;
  }

  /** A new bucket's name, made by the client. */
  public static String freshBucket(S3Client client) {
    String name = "bucket-" + NUMBERS.incrementAndGet();
    client.createBucket(c -> c.bucket(name));
    return name;
  }

  /** Deletes what is in it: the stores keep everything in memory. */
  public static void empty(S3Client client, String bucket) {
    client
        .listObjectsV2Paginator(c -> c.bucket(bucket).encodingType(EncodingType.URL))
        .contents()
        .forEach(object -> client.deleteObject(c -> c.bucket(bucket).key(object.key())));
    client
        .listMultipartUploads(c -> c.bucket(bucket))
        .uploads()
        .forEach(
            upload ->
                client.abortMultipartUpload(
                    c -> c.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
  }

  private static Path directory(String name) throws IOException {
    Path directory = Files.createTempDirectory("rehome-" + name + "-");
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    PostgresBinaries.delete(directory);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    return directory;
  }

  private static final class Proxy {
    static final S3Proxy SERVER;

    static {
      try {
        SERVER = S3Proxy.start(directory("s3proxy"), 768);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Mock {
    static final S3Mock SERVER;

    static {
      try {
        SERVER = S3Mock.start(directory("s3mock"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
