package dev.rehome.sandbox;

import java.io.IOException;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * A real object store on a free loopback port, a child of this JVM that ends with it. It checks
 * signatures and keeps everything in its memory. It knows neither tags nor versions, and no keys
 * {@code p} and {@code p/q} side by side.
 */
public final class S3Proxy implements AutoCloseable {
  public static final String ACCESS_KEY = "sandbox";
  public static final String SECRET_KEY = "sandbox-secret";

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final int PORTS_TRIED_MAX = 5;

  private final int port;
  private final ChildProcess process;

  private S3Proxy(int port, ChildProcess process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it; returns when it answers.
   *
   * @param directory for its settings and log, made if it is missing
   * @param heapMegabytes what it may use, objects included
   * @throws IOException with the end of its log when it does not come up
   */
  public static S3Proxy start(Path directory, int heapMegabytes) throws IOException {
    Files.createDirectories(directory);
    for (int tried = 1; ; tried++) {
      int port = PostgresServer.freePort();
      try {
        return launch(directory.toAbsolutePath(), port, heapMegabytes);
      } catch (IOException e) {
        if (tried == PORTS_TRIED_MAX || !e.getMessage().contains("Failed to bind")) {
          throw e;
        }
      }
    }
  }

  private static S3Proxy launch(Path directory, int port, int heapMegabytes) throws IOException {
    Path properties = directory.resolve("s3proxy.properties");
    write(properties, port);
    Path logging = directory.resolve("logback.xml");
    try (var quiet = S3Proxy.class.getResourceAsStream("/sandbox/s3proxy-logback.xml")) {
      Files.write(logging, quiet.readAllBytes());
    }
    Path log = directory.resolve("s3proxy.log");
    Files.deleteIfExists(log);
    ChildProcess process =
        ChildProcess.startJava(
            "s3proxy",
            List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=4",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                classPath(),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString()),
            directory,
            log);
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (!answers(port)) {
      if (!process.alive() || System.nanoTime() > deadline) {
        process.end("KILL");
        throw new IOException("S3Proxy does not start; its log: " + end(log));
      }
      pause();
    }
    return new S3Proxy(port, process);
  }

  private static void write(Path file, int port) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:" + port);
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", ACCESS_KEY);
    properties.setProperty("s3proxy.credential", SECRET_KEY);
    properties.setProperty("s3proxy.v4-max-non-chunked-request-size", "134217728");
    properties.setProperty("jclouds.provider", "transient-nio2");
    properties.setProperty("jclouds.identity", "none");
    properties.setProperty("jclouds.credential", "none");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }

  /** Written by the build, beside our own. */
  private static String classPath() throws IOException {
    Path file =
        Path.of(System.getProperty("rehome.home", "."))
            .resolve("target/server-class-paths/s3proxy");
    if (!Files.exists(file)) {
      throw new IOException(file + " is missing; mvn process-classes writes it");
    }
    return Files.readString(file).strip();
  }

  private static boolean answers(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() > 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while S3Proxy was starting", e);
    }
  }

  private static String end(Path log) throws IOException {
    String all = Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    return all.substring(Math.max(0, all.length() - 4_000));
  }

  public int port() {
    return port;
  }

  /** Where clients find it; with path-style addresses. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Ends it; what it held is gone. A second call does nothing. */
  @Override
  public void close() {
    process.close();
  }
}
