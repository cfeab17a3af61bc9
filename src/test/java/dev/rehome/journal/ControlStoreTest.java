package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.sandbox.SandboxServers;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the control store is opened: what is up to date is left alone, who reads does only that. */
class ControlStoreTest {
  @TempDir static Path folder;
  private static PostgresServer server;

  private Settings.Database database;

  @BeforeAll
  static void start() throws Exception {
    server = SandboxServers.startControl(folder.resolve("control"), Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aFreshDatabase() throws SQLException {
    String name = "control_" + System.nanoTime();
    run("postgres", "CREATE DATABASE " + name);
    database = server.superuser(name);
  }

  private static void run(String where, String sql) throws SQLException {
    try (Connection connection = server.connect(where);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void run(String sql) throws SQLException {
    run(database.url().replaceFirst(".*/", ""), sql);
  }

  private static long tenants(ControlStore store) {
    return store.call(
        jdbc -> jdbc.sql("SELECT count(*) FROM _system.tenants").query(Long.class).single());
  }

  @Test
  void whatTheseScriptsMadeIsNotLookedAtAgain() throws SQLException {
    ControlStore.open(database).close();
    // Flyway would not go on without its history
    run("DROP TABLE _system.schema_history");

    try (ControlStore again = ControlStore.open(database)) {
      assertThat(tenants(again)).isZero();
    }
    run("COMMENT ON SCHEMA _system IS 'made by other scripts'");
    assertThatThrownBy(() -> ControlStore.open(database))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("see rehome.control.url");
  }

  @Test
  void whoOnlyReadsMakesTheSchemaTooAndWritesNothing() {
    try (ControlStore reader = ControlStore.reading(database)) {
      assertThat(tenants(reader)).isZero();
      assertThatThrownBy(
              () ->
                  reader.transaction(
                      jdbc -> jdbc.sql("UPDATE _system.tenants SET epoch = epoch + 1").update()))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("read-only transaction");
    }
  }
}
