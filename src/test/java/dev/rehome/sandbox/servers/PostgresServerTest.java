package dev.rehome.sandbox.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresServerTest {
  @TempDir Path directory;

  @Test
  void whatWasCommittedSurvivesACrashAndARestart() throws Exception {
    try (PostgresServer server = PostgresServer.start(directory.resolve("data"), Map.of())) {
      try (Connection connection = server.connect("postgres");
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept AS SELECT 7 AS n");
        server.kill();
        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
      }
      server.restart();
      assertThat(number(server, "SELECT n FROM kept")).isEqualTo(7);
      server.stop();
      server.stop();
      assertThat(listens(server.port())).isFalse();
      server.restart();
      assertThat(number(server, "SELECT n FROM kept")).isEqualTo(7);
    }
  }

  @Test
  void refusesAWrongPasswordAndTakesSettings() throws Exception {
    try (PostgresServer server =
        PostgresServer.start(directory.resolve("data"), Map.of("max_connections", "17"))) {
      assertThat(number(server, "SHOW max_connections")).isEqualTo(17);
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.url("postgres"), "postgres", "wrong"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void saysFromItsLogWhyItDoesNotStart() {
    assertThatThrownBy(
            () -> PostgresServer.start(directory.resolve("data"), Map.of("no_such_setting", "1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no_such_setting");
  }

  @Test
  void endsWhenTheJvmThatStartedItIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Orphaning.class.getName(),
                directory.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      int port = Integer.parseInt(jvm.inputReader().readLine());
      assertThat(listens(port)).isTrue();
      jvm.destroyForcibly().waitFor();
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(listens(port)).isFalse());
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(directory.resolve("data/postmaster.pid")).doesNotExist());
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** Starts a server, says its port, and stays. */
  static final class Orphaning {
    public static void main(String[] args) throws Exception {
      System.out.println(PostgresServer.start(Path.of(args[0]), Map.of()).port());
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    }
  }

  private static int number(PostgresServer server, String query) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
