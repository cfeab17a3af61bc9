package dev.rehome.cases;

import dev.rehome.sandbox.Servers;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;

/** The databases of one {@link SchemaCase}, and its mover, who begins with no right at all. */
final class CaseServers {
  private static final String OWNER = "case_owner";

  private static final String OWNER_ROLE =
      """
      DO $$
      BEGIN
        IF to_regrole('case_owner') IS NULL THEN
          CREATE ROLE case_owner LOGIN PASSWORD 'case_owner';
        END IF;
      END
      $$
      """;

  private static final String EMPTY =
      """
      DO $$
      DECLARE t regclass;
      BEGIN
        FOR t IN SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_|^information_schema$' LOOP
          EXECUTE format('TRUNCATE %s CASCADE', t);
        END LOOP;
      END
      $$
      """;

  private final String name;
  private final Map<String, PostgresServer> cells = new LinkedHashMap<>();

  CaseServers(int number) {
    name = "case_" + number;
    cells.put(SchemaCase.EAST, Servers.all().shared());
    cells.put(SchemaCase.WEST, Servers.all().dedicated());
  }

  void make() throws SQLException {
    for (PostgresServer server : cells.values()) {
      try (Connection connection = server.connect("postgres")) {
        execute(connection, OWNER_ROLE);
        execute(connection, "CREATE ROLE %1$s LOGIN PASSWORD '%1$s'".formatted(name));
        execute(connection, "CREATE DATABASE %s OWNER %s".formatted(name, OWNER));
      }
    }
    try (Connection connection = Servers.all().control().connect("postgres")) {
      execute(connection, "CREATE DATABASE %s OWNER rehome".formatted(name));
    }
  }

  /** Where everything is and who moves; what a cell is like is for others to say. */
  Properties properties(Path directory) {
    Properties all = new Properties();
    put(all, "rehome.control.", Servers.all().control(), "rehome");
    cells.forEach((cell, server) -> put(all, "rehome.cell." + cell + ".postgres.", server, name));
    all.setProperty("rehome.inbox-directory", directory.resolve("inbox").toString());
    all.setProperty("rehome.snapshot-directory", directory.resolve("snapshots").toString());
    return all;
  }

  private void put(Properties all, String prefix, PostgresServer server, String role) {
    Settings.Database database = new Settings.Database(server.url(name), role, role);
    all.setProperty(prefix + "url", database.url());
    all.setProperty(prefix + "user", database.user());
    all.setProperty(prefix + "password", database.password());
  }

  Connection connect(String cell) throws SQLException {
    return (cell.equals("control") ? Servers.all().control() : cells.get(cell)).connect(name);
  }

  Connection owner(String cell) throws SQLException {
    return DriverManager.getConnection(cells.get(cell).url(name), OWNER, OWNER);
  }

  void asOwner(String cell, String sql) throws SQLException {
    try (Connection connection = owner(cell)) {
      execute(connection, sql);
    }
  }

  /** Takes every row away. */
  void empty(String cell) throws SQLException {
    asOwner(cell, EMPTY);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  static List<String> lines(Connection connection, String question) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(question)) {
        while (row.next()) {
          StringJoiner line = new StringJoiner("|");
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            line.add(row.getString(i));
          }
          lines.add(line.toString());
        }
      }
    }
    return lines;
  }

  void drop() throws SQLException {
    for (PostgresServer server : cells.values()) {
      try (Connection connection = server.connect("postgres")) {
        execute(connection, "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
        execute(connection, "DROP OWNED BY " + name);
        execute(connection, "DROP ROLE " + name);
      }
    }
    try (Connection connection = Servers.all().control().connect("postgres")) {
      execute(connection, "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
    }
  }
}
