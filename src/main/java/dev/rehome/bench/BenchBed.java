package dev.rehome.bench;

import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.sandbox.SandboxServers;
import dev.rehome.sandbox.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Two servers with the rows in the first one, and a control store; {@code fsync} is on. */
public final class BenchBed implements AutoCloseable {
  private static final String DATABASE = "bench";

  /** The same for every contender: enough that no checkpoint is forced in the middle of a copy. */
  private static final Map<String, String> SERVERS =
      Map.of(
          "fsync",
          "on",
          "shared_buffers",
          "256MB",
          "max_wal_size",
          "8GB",
          "checkpoint_timeout",
          "30min");

  private final SandboxServers servers;
  private long rows;

  private BenchBed(SandboxServers servers) {
    this.servers = servers;
  }

  /** Starts the servers, each in a folder below the given one. */
  public static BenchBed start(Path directory) throws IOException {
    return new BenchBed(SandboxServers.start(directory.resolve("servers"), SERVERS));
  }

  /** Makes the table at the source. */
  void fill(long count) throws SQLException, IOException {
    rows = count;
    fill(Bookkeeping.read("/bench/rows.sql").replace(":rows", Long.toString(count)));
  }

  /** Makes a new source by a script, which the application's owner runs. */
  public void fill(String script) throws SQLException {
    make(servers.shared());
    try (Connection source = connect("source");
        Statement statement = source.createStatement()) {
      statement.execute("SET ROLE app_owner");
      statement.execute(script);
      statement.execute("RESET ROLE");
      statement.execute("VACUUM ANALYZE");
    }
  }

  /** A new target and control store; nothing of an earlier move in the source. */
  public void renew() throws SQLException {
    make(servers.dedicated());
    make(servers.control());
    try (Connection source = connect("source");
        Statement statement = source.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS _rehome CASCADE");
    }
    for (PostgresServer server : List.of(servers.shared(), servers.dedicated())) {
      execute(server, "CHECKPOINT");
    }
  }

  private void make(PostgresServer server) throws SQLException {
    String owner = server == servers.control() ? "rehome" : "app_owner";
    execute(server, "DROP DATABASE IF EXISTS bench WITH (FORCE)");
    execute(server, "CREATE DATABASE bench OWNER " + owner);
    if (server != servers.control()) {
      execute(server, "GRANT CREATE ON DATABASE bench TO mover");
    }
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The table at the target, without an index. */
  void makeEmptyTable() throws SQLException {
    try (Connection target = connect("target");
        Statement statement = target.createStatement()) {
      statement.execute(
          "CREATE TABLE rows (tenant_id text NOT NULL, id bigint NOT NULL, amount numeric(14,2) NOT"
              + " NULL, changed_at timestamptz NOT NULL, note text NOT NULL, document jsonb NOT"
              + " NULL)");
    }
  }

  /**
   * Looks that all rows arrived.
   *
   * @throws IllegalStateException when not
   */
  void requireWhole() throws SQLException {
    long there = number("target", "SELECT count(*) FROM rows");
    if (there != rows) {
      throw new IllegalStateException(there + " rows are in the target, " + rows + " were to come");
    }
  }

  /** The size of the table, without its indexes. */
  long bytes() throws SQLException {
    return number("source", "SELECT pg_table_size('rows')");
  }

  /** The one number that a query answers. */
  public long number(String side, String sql) throws SQLException {
    try (Connection connection = connect(side);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** As the superuser. */
  public Connection connect(String side) throws SQLException {
    return server(side).connect(DATABASE);
  }

  /** {@code source}, {@code target} or {@code control} for libpq, with the password in it. */
  public String libpq(String side) {
    return libpq(side, port(side));
  }

  /** The same by a link in front of it. */
  public String libpq(String side, int port) {
    PostgresServer server = server(side);
    String password = server.superuser().password();
    return "postgresql://postgres:%s@127.0.0.1:%d/%s".formatted(password, port, DATABASE);
  }

  /** For JDBC. */
  public String url(String side) {
    return server(side).url(DATABASE);
  }

  /** The same by a link that somebody has put in front of the server. */
  public String url(int port) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
  }

  public int port(String side) {
    return server(side).port();
  }

  private PostgresServer server(String side) {
    return switch (side) {
      case "source" -> servers.shared();
      case "target" -> servers.dedicated();
      case "control" -> servers.control();
      default -> throw new IllegalArgumentException("no side " + side);
    };
  }

  /** What this ran on. */
  public String machine() throws IOException, SQLException {
    try (Connection source = connect("source")) {
      return "%s, PostgreSQL %s"
          .formatted(Machine.told(), source.getMetaData().getDatabaseProductVersion());
    }
  }

  @Override
  public void close() {
    servers.close();
  }
}
