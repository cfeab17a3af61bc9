package dev.rehome.sandbox;

import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.sandbox.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Three servers: one for the control store, one that tenants share, one dedicated. The passwords of
 * roles that are no superusers are their names: they reach made-up rows on the loopback only.
 */
public final class SandboxServers implements AutoCloseable {
  private final PostgresServer control;
  private final PostgresServer shared;
  private final PostgresServer dedicated;

  private SandboxServers(List<PostgresServer> servers) {
    this.control = servers.get(0);
    this.shared = servers.get(1);
    this.dedicated = servers.get(2);
  }

  /**
   * Starts them at once, each in a directory of its own below the given one, and makes the roles
   * that are missing.
   *
   * @param settings of postgresql.conf, for each of them
   */
  public static SandboxServers start(Path directory, Map<String, String> settings)
      throws IOException {
    List<CompletableFuture<PostgresServer>> starting =
        List.of(
            starting(directory.resolve("control"), settings, "/sandbox/control-roles.sql"),
            starting(directory.resolve("shared"), settings, "/sandbox/roles.sql"),
            starting(directory.resolve("dedicated"), settings, "/sandbox/roles.sql"));
    try {
      return new SandboxServers(starting.stream().map(CompletableFuture::join).toList());
    } catch (CompletionException e) {
      starting.stream()
          .map(server -> server.exceptionally(failed -> null).join())
          .filter(Objects::nonNull)
          .forEach(PostgresServer::close);
      throw new IOException("the sandbox does not start: " + e.getCause().getMessage(), e);
    }
  }

  /** The control store's server alone, with its roles. */
  public static PostgresServer startControl(Path directory, Map<String, String> settings)
      throws IOException {
    PostgresServer server = PostgresServer.start(directory, settings);
    makeRoles(server, "/sandbox/control-roles.sql");
    return server;
  }

  private static CompletableFuture<PostgresServer> starting(
      Path directory, Map<String, String> settings, String roles) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            PostgresServer server = PostgresServer.start(directory, settings);
            makeRoles(server, roles);
            return server;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "start " + directory.getFileName()).start());
  }

  /** Over servers that run already, the control store's first; makes the roles that are missing. */
  static SandboxServers over(List<PostgresServer> servers) throws IOException {
    makeRoles(servers.get(0), "/sandbox/control-roles.sql");
    makeRoles(servers.get(1), "/sandbox/roles.sql");
    makeRoles(servers.get(2), "/sandbox/roles.sql");
    return new SandboxServers(servers);
  }

  private static void makeRoles(PostgresServer server, String resource) throws IOException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(Bookkeeping.read(resource));
    } catch (SQLException e) {
      server.close();
      throw new IOException(resource + ": " + e.getMessage(), e);
    }
  }

  public PostgresServer control() {
    return control;
  }

  public PostgresServer shared() {
    return shared;
  }

  public PostgresServer dedicated() {
    return dedicated;
  }

  /** Stops all three. */
  @Override
  public void close() {
    List.of(dedicated, shared, control).parallelStream().forEach(PostgresServer::close);
  }
}
