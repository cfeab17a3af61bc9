package dev.rehome.sandbox;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * An object store with tags, versions and checksums, which checks no signature: a child of this JVM
 * that ends with it.
 */
public final class S3Mock implements AutoCloseable {
  private final int port;
  private final ChildProcess process;

  private S3Mock(int port, ChildProcess process) {
    this.port = port;
    this.process = process;
  }

  /** Starts it; returns when it answers. */
  static S3Mock start(Path directory) throws IOException {
    Files.createDirectories(directory);
    int port = PostgresServer.freePort();
    Path log = directory.resolve("s3mock.log");
    ChildProcess process =
        ChildProcess.startJava(
            "s3mock",
            List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + directory.toAbsolutePath(),
                "-jar",
                jar().toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + PostgresServer.freePort(),
                "--com.adobe.testing.s3mock.http-port=" + port,
                "--com.adobe.testing.s3mock.httpPort=" + port,
                "--logging.level.root=WARN"),
            directory,
            log);
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!answers(port)) {
      if (!process.alive() || System.nanoTime() > deadline) {
        process.end("KILL");
        throw new IOException("S3Mock does not start: " + Files.readString(log));
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while S3Mock was starting", e);
      }
    }
    return new S3Mock(port, process);
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target/servers"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("s3mock-"))
          .findFirst()
          .orElseThrow()
          .toAbsolutePath();
    }
  }

  private static boolean answers(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.end("KILL");
  }
}
