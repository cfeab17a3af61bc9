package dev.rehome.sandbox.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An object store with tags, versions and checksums, which checks no signature: a child of this JVM
 * that ends with it.
 */
public final class S3Mock implements AutoCloseable {
  /** Its HTTP connector would listen on every interface. */
  private static final String LOOPBACK_ONLY =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="http://www.springframework.org/schema/beans https://www.springframework.org/schema/beans/spring-beans.xsd">
        <bean class="org.springframework.beans.factory.config.MethodInvokingBean" lazy-init="false">
          <property name="targetObject" ref="httpConnector"/>
          <property name="targetMethod" value="setProperty"/>
          <property name="arguments"><list><value>address</value><value>127.0.0.1</value></list></property>
        </bean>
      </beans>
      """;

  private static final Pattern LISTENS =
      Pattern.compile("Tomcat started on ports .*\\b(\\d+) \\(http\\)");

  private final ServerJvm server;

  private S3Mock(ServerJvm server) {
    this.server = server;
  }

  /** Starts it; returns when it answers. */
  public static S3Mock start(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path beans = directory.toAbsolutePath().resolve("beans.xml");
    Files.writeString(beans, LOOPBACK_ONLY);
    return new S3Mock(
        ServerJvm.start(
            "s3mock",
            directory,
            List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory.toAbsolutePath(),
                "-jar",
                jar().toString(),
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--com.adobe.testing.s3mock.httpPort=0",
                "--spring.main.sources=" + beans.toUri(),
                "--spring.main.banner-mode=off",
                "--logging.level.root=WARN",
                "--logging.level.org.springframework.boot.tomcat=INFO"),
            LISTENS));
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

  int port() {
    return server.port();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  @Override
  public void close() {
    server.close();
  }
}
