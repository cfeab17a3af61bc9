package dev.rehome.sandbox.demo;

import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxObjects;
import dev.rehome.sandbox.SandboxServers;
import dev.rehome.sandbox.product.ObjectFiles;
import dev.rehome.sandbox.product.ObjectSeed;
import dev.rehome.sandbox.servers.PostgresBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sandbox with servers of its own in a new temporary directory. Both end with {@link #close}, and
 * with this JVM whatever ends it; a JVM that is killed leaves the directory behind.
 */
final class LiveSandbox implements AutoCloseable {
  private static final int ACME_FILES = 2_000;
  private static final int LARGE = 64 << 20;

  private final Path directory;
  private final Thread hook = new Thread(this::end, "end of the sandbox");
  private SandboxServers servers;
  private SandboxObjects objects;
  private Sandbox sandbox;
  private boolean closed;

  private LiveSandbox(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts the servers and seeds them.
   *
   * @param settings where the predicates file, the inbox and the snapshots will be; empty for a
   *     folder that goes with the servers
   * @param rows about how many us_east holds
   */
  static LiveSandbox start(Optional<Path> settings, int rows)
      throws IOException, SQLException, InterruptedException {
    LiveSandbox live = new LiveSandbox(Files.createTempDirectory("rehome-sandbox-"));
    Runtime.getRuntime().addShutdownHook(live.hook);
    try {
      live.open(settings.orElse(live.directory.resolve("files")), rows);
      return live;
    } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
      live.close();
      throw e;
    }
  }

  private void open(Path settings, int rows)
      throws IOException, SQLException, InterruptedException {
    SandboxServers started = SandboxServers.start(directory, Map.of());
    synchronized (this) {
      servers = started;
    }
    SandboxObjects store = SandboxObjects.start(directory.resolve("objects"));
    synchronized (this) {
      objects = store;
    }
    sandbox = Sandbox.create(started, "", settings, rows).with(store);
    // few rows, few files: a test's demo is over soon
    int files = Math.min(ACME_FILES, Math.max(ACME_FILES / 20, rows / 50));
    seed(store.east("acme"), "acme", files - 1, files == ACME_FILES ? LARGE : LARGE / 4);
    seed(store.east("globex"), "globex", files / 4, 0);
  }

  private void seed(ObjectFiles files, String tenant, int small, int largeBytes)
      throws SQLException, InterruptedException {
    ObjectSeed.fill(files, small, largeBytes);
    try (Connection east = sandbox.connect("us_east")) {
      new ObjectUrls(east, Sandbox.SHARED_SCHEMA, tenant).refer(files, small);
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** What runs where. */
  List<List<String>> description() throws SQLException {
    List<List<String>> lines = new ArrayList<>();
    for (String cell : List.of("control", "us_east", "us_south", "us_west")) {
      try (Connection connection = sandbox.connect(cell)) {
        lines.add(
            List.of(
                cell,
                use(cell),
                "PostgreSQL " + Question.ask(connection, "SHOW server_version").value(),
                "127.0.0.1:" + sandbox.server(cell).port(),
                connection.getCatalog(),
                Question.ask(connection, "SHOW fsync").value()));
      }
    }
    lines.add(
        List.of(
            "us_east, us_west",
            "objects: a shared bucket, a dedicated one",
            "S3Proxy",
            "127.0.0.1:" + objects.server().port(),
            objects.east("acme").bucket() + ", " + objects.west().bucket(),
            "in memory"));
    return lines;
  }

  static final List<String> DESCRIBED =
      List.of("cell", "what it is", "server", "address", "database", "fsync");

  private static String use(String cell) {
    return switch (cell) {
      case "control" -> "the control store (journal, placement)";
      case "us_east" -> "shared: tenants told apart by row";
      case "us_south" -> "shared: a schema for each tenant";
      default -> "dedicated: empty";
    };
  }

  /** Ends the servers and removes the directory. A second call does nothing. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // the hook has nothing left to do
    }
  }

  private synchronized void end() {
    if (closed) {
      return;
    }
    closed = true;
    if (objects != null) {
      objects.close();
    }
    if (servers != null) {
      servers.close();
    }
    try {
      PostgresBinaries.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
