package dev.rehome.breadth;

import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A fresh database of one of the sandbox's servers. Its mover is no superuser; it may pass row
 * security, as it must where that is forced.
 */
record Home(PostgresServer server, String database) {
  static final String MOVER = "breadth_mover";

  private static final String ROLE =
      """
      DO $$
      BEGIN
        IF to_regrole('breadth_mover') IS NULL THEN
          CREATE ROLE breadth_mover LOGIN NOSUPERUSER BYPASSRLS PASSWORD 'breadth_mover'
            IN ROLE app_owner, pg_signal_backend, pg_read_all_stats;
        END IF;
      END
      $$
      """;

  /** Makes the database; {@code public} is anybody's. */
  static Home make(PostgresServer server, String database) throws SQLException {
    Home home = new Home(server, database);
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(ROLE);
      statement.execute("CREATE DATABASE " + Sql.name(database));
      statement.execute(
          "GRANT CREATE ON DATABASE %s TO app_owner, breadth_mover".formatted(Sql.name(database)));
    }
    home.run("GRANT CREATE, USAGE ON SCHEMA public TO app_owner, breadth_mover");
    return home;
  }

  /** As the superuser, who may take another role in it. */
  void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /**
   * The same by psql, which knows where a statement ends.
   *
   * @throws IllegalStateException with what it said
   */
  void script(String sql) {
    try {
      ProcessBuilder psql =
          new ProcessBuilder(
              "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", "-");
      Settings.Database superuser = server.superuser(database);
      psql.environment().put("PGHOST", "127.0.0.1");
      psql.environment().put("PGPORT", Integer.toString(server.port()));
      psql.environment().put("PGDATABASE", database);
      psql.environment().put("PGUSER", superuser.user());
      psql.environment().put("PGPASSWORD", superuser.password());
      psql.environment().put("PGCLIENTENCODING", "UTF8");
      Process process = psql.redirectErrorStream(true).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(sql.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // it ended before its end: its output says why
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Connection connect() throws SQLException {
    return server.connect(database);
  }

  Settings.Database asMover() {
    return new Settings.Database(server.url(database), MOVER, MOVER);
  }

  static Cell cell(String name, PostgresCell postgres) {
    return new Cell(name, 8, 0, postgres);
  }

  /** Drops the database, whoever is connected. */
  void drop() throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(Sql.name(database)));
    }
  }
}
