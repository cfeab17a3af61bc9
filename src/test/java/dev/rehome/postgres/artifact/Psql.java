package dev.rehome.postgres.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Needed;
import dev.rehome.settings.Settings.Database;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Restores an artifact as the README says: in a new database, by psql. Skips the test without zstd.
 */
public final class Psql {
  private final Database server;
  private final String name;

  /**
   * A new database.
   *
   * @param server any database of the server, and a role that may make others
   */
  public Psql(Database server, String name) throws SQLException {
    this.server = server;
    this.name = name;
    try (Connection connection = connect(server.url());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
  }

  /** Restores, and fails with what psql said if it fails. */
  public Psql restore(Path artifact) throws Exception {
    assertThat(run(artifact)).isEmpty();
    return this;
  }

  /** What psql said to its error stream; nothing when it has restored all. */
  public String run(Path artifact) throws Exception {
    return run(server, name, artifact.resolve("restore.sql"));
  }

  /** Runs a script in its folder. What psql said to its error stream. */
  public static String run(Database server, String database, Path script) throws Exception {
    Needed.program(
        "zstd",
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "zstd"))));
    URI place = URI.create(server.url().substring("jdbc:".length()));
    ProcessBuilder builder =
        new ProcessBuilder("psql", "-X", "-d", database, "-f", script.getFileName().toString())
            .directory(script.getParent().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PGHOST", place.getHost());
    builder.environment().put("PGPORT", Integer.toString(place.getPort()));
    builder.environment().put("PGUSER", server.user());
    builder.environment().put("PGPASSWORD", server.password());
    Process psql = builder.start();
    String said = new String(psql.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(psql.waitFor()).as(said).isEqualTo(said.isEmpty() ? 0 : 3);
    return said;
  }

  /** The first column of the answer. */
  public List<String> ask(String question) throws SQLException {
    return ask(open(), question);
  }

  /** A session of the database. */
  public Connection open() throws SQLException {
    return connect(server.url().replaceFirst("/[^/?]+($|\\?)", "/" + name + "$1"));
  }

  /** The same of another database. */
  public static List<String> ask(Connection open, String question) throws SQLException {
    try (Connection connection = open;
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      List<String> answers = new ArrayList<>();
      while (row.next()) {
        answers.add(row.getString(1));
      }
      return answers;
    }
  }

  private Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, server.user(), server.password());
  }
}
