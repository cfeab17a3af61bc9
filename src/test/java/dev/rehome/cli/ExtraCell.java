package dev.rehome.cli;

import dev.rehome.postgres.sql.Sql;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** A dedicated, empty database beside those of the sandbox; for moves of several tenants. */
final class ExtraCell implements AutoCloseable {
  private final PostgresServer server;
  private final String name;
  private final String database;

  private ExtraCell(PostgresServer server, String name, String database) {
    this.server = server;
    this.name = name;
    this.database = database;
  }

  static ExtraCell make(Sandbox sandbox, String name) throws SQLException {
    PostgresServer server = sandbox.server("us_west");
    String url = sandbox.database("us_west").url();
    String database = name + url.substring(url.lastIndexOf('/') + 1);
    ExtraCell cell = new ExtraCell(server, name, database);
    cell.empty();
    return cell;
  }

  /** Makes the database anew, as a purge by hand does. */
  void empty() throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(Sql.name(database)));
      statement.execute("CREATE DATABASE %s OWNER app_owner".formatted(Sql.name(database)));
      statement.execute("GRANT CREATE ON DATABASE %s TO mover".formatted(Sql.name(database)));
    }
  }

  /** Its settings. */
  Map<String, String> settings() {
    String prefix = "rehome.cell." + name + ".postgres.";
    return new TreeMap<>(
        Map.of(
            prefix + "url", server.url(database),
            prefix + "user", "mover",
            prefix + "password", "mover",
            prefix + "isolation", "database"));
  }

  @Override
  public void close() throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(Sql.name(database)));
    }
  }
}
