package dev.rehome.sandbox.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real object store on a free loopback port, a child of this JVM that ends with it. It checks
 * signatures and keeps everything in its memory. It knows neither tags nor versions, and no keys
 * {@code p} and {@code p/q} side by side.
 */
public final class S3Proxy implements AutoCloseable {
  public static final String ACCESS_KEY = "sandbox";
  public static final String SECRET_KEY = "sandbox-secret";

  private static final Pattern LISTENS =
      Pattern.compile("Started \\S*ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");

  private static final Pattern JAR = Pattern.compile("s3proxy-([0-9.]+)\\.jar");

  private final ServerJvm server;

  private S3Proxy(ServerJvm server) {
    this.server = server;
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
    Path properties = directory.toAbsolutePath().resolve("s3proxy.properties");
    write(properties);
    Path logging = directory.toAbsolutePath().resolve("logback.xml");
    try (InputStream quiet = S3Proxy.class.getResourceAsStream("/sandbox/s3proxy-logback.xml")) {
      Files.copy(quiet, logging, StandardCopyOption.REPLACE_EXISTING);
    }
    return new S3Proxy(
        ServerJvm.start(
            "s3proxy",
            directory,
            List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                classPath(),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString()),
            LISTENS));
  }

  private static void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
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

  /** E.g. {@code 4.1.0}. */
  public static String version() throws IOException {
    Matcher jar = JAR.matcher(classPath());
    return jar.find() ? jar.group(1) : "of an unknown version";
  }

  public int port() {
    return server.port();
  }

  /** Where clients find it; with path-style addresses. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Ends it; what it held is gone. A second call does nothing. */
  @Override
  public void close() {
    server.close();
  }
}
