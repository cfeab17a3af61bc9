package dev.rehome.sandbox;

import dev.rehome.postgres.sql.Sql;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * One set of databases over the sandbox's servers: a control store and three cells. {@code us_east}
 * is shared, its tenants told apart by row; {@code us_south} has a schema for each tenant, so far
 * for one, {@code stark}; {@code us_west} is dedicated and empty.
 */
public final class Sandbox implements AutoCloseable {
  public static final String SHARED_SCHEMA = "shared_schema";

  /** The schema of the tenant that lives in us_south. */
  static final String STARK_SCHEMA = "tenant_stark";

  private final SandboxServers servers;
  private final String name;
  private final Path directory;
  private final Optional<SandboxObjects> objects;

  private Sandbox(
      SandboxServers servers, String name, Path directory, Optional<SandboxObjects> objects) {
    this.servers = servers;
    this.name = name;
    this.directory = directory;
    this.objects = objects;
  }

  /**
   * Makes the databases; those that are there from an earlier start stay as they are.
   *
   * @param name what the databases' names end with, in small letters and digits
   * @param directory for what its settings name: inbox, snapshots, predicates
   * @param rows about how many us_east holds in all
   */
  public static Sandbox create(SandboxServers servers, String name, Path directory, int rows)
      throws SQLException, IOException {
    Sandbox sandbox = new Sandbox(servers, name, directory.toAbsolutePath(), Optional.empty());
    new Templates(servers.shared()).copy(rows, sandbox.app(), sandbox.south());
    make(servers.control(), sandbox.store(), "rehome");
    make(servers.dedicated(), sandbox.app(), "app_owner");
    for (String cell : List.of("us_east", "us_south", "us_west")) {
      try (Connection connection = sandbox.connect(cell);
          Statement statement = connection.createStatement()) {
        statement.execute("GRANT CREATE ON DATABASE %s TO mover".formatted(sandbox.sqlName(cell)));
      }
    }
    SandboxSettings.writePredicates(sandbox.directory);
    return sandbox;
  }

  private static void make(PostgresServer server, String database, String owner)
      throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      if (!Templates.exists(connection, database)) {
        statement.execute(
            "CREATE DATABASE %s OWNER %s".formatted(Sql.name(database), Sql.name(owner)));
      }
    }
  }

  public SandboxServers servers() {
    return servers;
  }

  /** The same, with an object store beside the databases; who started that closes it. */
  public Sandbox with(SandboxObjects store) {
    return new Sandbox(servers, name, directory, Optional.of(store));
  }

  /** The object store, if it has one. */
  public Optional<SandboxObjects> objects() {
    return objects;
  }

  /** Where the files are that its settings name. */
  public Path directory() {
    return directory;
  }

  /** What a move between the cells needs to know, typed. */
  public Settings settings(Limits limits) {
    return SandboxSettings.of(this, directory, limits);
  }

  /** The same under the names of {@code application.properties}. */
  public Properties properties() {
    return SandboxSettings.properties(settings(Limits.DEFAULTS), directory);
  }

  /** A cell's database as the mover; {@code control} for the control store as its role. */
  public Settings.Database database(String cell) {
    String role = cell.equals("control") ? "rehome" : "mover";
    return new Settings.Database(server(cell).url(databaseName(cell)), role, role);
  }

  /** The product's URL of a cell for a tenant: unqualified names mean the tenant's tables. */
  public String productUrl(String cell, String tenant) {
    String schema =
        switch (cell) {
          case "us_east" -> SHARED_SCHEMA;
          case "us_south" -> "tenant_" + tenant;
          default -> "public";
        };
    return server(cell).url(databaseName(cell)) + "?currentSchema=" + schema;
  }

  /** A new session of the product, as {@code app_rw}, where the tenant's tables are its own. */
  public Connection product(String cell, String tenant) throws SQLException {
    return DriverManager.getConnection(productUrl(cell, tenant), "app_rw", "app_rw");
  }

  /** A new session of the superuser in a cell's database or {@code control}. */
  public Connection connect(String cell) throws SQLException {
    return server(cell).connect(databaseName(cell));
  }

  /** The server under a cell or {@code control}. */
  public PostgresServer server(String cell) {
    return switch (cell) {
      case "control" -> servers.control();
      case "us_east", "us_south" -> servers.shared();
      case "us_west" -> servers.dedicated();
      default -> throw new IllegalArgumentException("the sandbox has no cell " + cell);
    };
  }

  private String databaseName(String cell) {
    return switch (cell) {
      case "control" -> store();
      case "us_south" -> south();
      default -> app();
    };
  }

  private String sqlName(String cell) {
    return Sql.name(databaseName(cell));
  }

  private String store() {
    return name.isEmpty() ? "rehome" : "rehome_" + name;
  }

  private String app() {
    return name.isEmpty() ? "app" : "app_" + name;
  }

  private String south() {
    return name.isEmpty() ? "south" : "south_" + name;
  }

  /** Drops the databases, whoever is connected; the servers stay. */
  @Override
  public void close() throws SQLException {
    for (String cell : List.of("control", "us_east", "us_south", "us_west")) {
      try (Connection connection = server(cell).connect("postgres");
          Statement statement = connection.createStatement()) {
        boolean forces = connection.getMetaData().getDatabaseMajorVersion() >= 13;
        statement.execute(
            "DROP DATABASE IF EXISTS %s%s".formatted(sqlName(cell), forces ? " WITH (FORCE)" : ""));
      }
    }
  }
}
