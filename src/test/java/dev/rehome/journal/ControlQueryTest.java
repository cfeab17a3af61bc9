package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.journal.read.ControlQuery;
import dev.rehome.sandbox.SandboxServers;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile or careless statement could do, asked by a superuser, who has every right. */
class ControlQueryTest {
  @TempDir static Path folder;
  private static PostgresServer server;
  private static Settings.Database database;

  @BeforeAll
  static void aControlStoreWithATenant() throws Exception {
    server = SandboxServers.startControl(folder.resolve("control"), Map.of());
    database = server.superuser();
    ControlStore.open(database).close();
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO _system.tenants VALUES ('acme', 'acme', 'us_east', 1, 'test'), ('globex?',"
              + " 'g', 'us_east', 1, 'test')");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ControlQuery.Answer ask(String statement) throws Exception {
    try (ControlStore store = ControlStore.reading(database);
        Connection session = store.dataSource().getConnection()) {
      return new ControlQuery(session).ask(statement);
    }
  }

  private static String state() throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT (SELECT string_agg(t::text, ' ' ORDER BY name) FROM _system.tenants t)
                  || (SELECT count(*) FROM pg_largeobject_metadata) || (SELECT last_value FROM _system.move_number)
                  || (SELECT count(*) FROM _system.audit) || (SELECT count(*) FROM pg_class WHERE relname ~ 'planted')
                """)) {
      row.next();
      return row.getString(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT; DELETE FROM _system.tenants",
        "SELECT 1; DELETE FROM _system.tenants",
        "SELECT 1) AS asked; DELETE FROM _system.tenants; SELECT ARRAY['x'] FROM (SELECT 1",
        "SELECT 1) AS asked(c0); COMMIT; DELETE FROM _system.tenants --",
        "COMMIT",
        "ROLLBACK",
        "BEGIN READ WRITE",
        "SAVEPOINT s",
        "DELETE FROM _system.tenants",
        "DELETE FROM _system.tenants RETURNING name",
        "WITH gone AS (DELETE FROM _system.tenants RETURNING 1) SELECT * FROM gone",
        "INSERT INTO _system.tenants VALUES ('x', 'x', 'x', 1, 'x')",
        "TRUNCATE _system.tenants",
        "SELECT * INTO planted FROM _system.tenants",
        "CREATE TABLE planted (i int)",
        "CREATE TEMP TABLE planted (i int)",
        "SELECT name FROM _system.tenants FOR UPDATE",
        "LOCK TABLE _system.tenants",
        "DO $$ BEGIN RESET ROLE; DELETE FROM _system.tenants; END $$",
        "DO 'BEGIN COMMIT; END'",
        "CALL planted()",
        "COPY (SELECT 1) TO PROGRAM 'touch FOLDER/planted'",
        "COPY _system.tenants TO STDOUT",
        "SET ROLE postgres",
        "RESET ROLE",
        "SET SESSION AUTHORIZATION DEFAULT",
        "SET TRANSACTION READ WRITE",
        "SET default_transaction_read_only = off",
        "DISCARD ALL",
        "PREPARE planted AS DELETE FROM _system.tenants",
        "EXPLAIN ANALYZE DELETE FROM _system.tenants",
        "LISTEN planted",
        "VACUUM",
        "SELECT set_config('role', 'postgres', false)",
        "SELECT set_config('role', 'none', true), query_to_xml('SELECT"
            + " pg_read_file(''PG_VERSION'')', true, true, '')",
        "SELECT set_config('session_authorization', 'postgres', false)",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "SELECT query_to_xml('DELETE FROM _system.tenants RETURNING 1', true, true, '')",
        "SELECT query_to_xml('COPY (SELECT 1) TO PROGRAM ''touch FOLDER/planted''', true, true,"
            + " '')",
        "SELECT nextval('_system.move_number')",
        "SELECT setval('_system.move_number', 99)",
        "SELECT _system.write_audit('x', 'x', NULL, NULL, 'success', 'x')",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND"
            + " usename = 'postgres'",
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND"
            + " usename = 'postgres'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT lo_import('FOLDER/x')",
        "SELECT lo_export(1, 'FOLDER/planted')",
        "SELECT pg_reload_conf()",
        "SELECT pg_switch_wal()",
        "SELECT pg_promote()",
        "SELECT passwd FROM pg_shadow",
        "SELECT rolpassword FROM pg_authid",
        "SELECT * FROM dblink('host=127.0.0.1', 'DELETE FROM _system.tenants') AS t(i int)",
        "",
        ";",
        "-- nothing",
        "no sql",
      })
  void nothingIsChangedAndNobodyElseIsReached(String statement) throws Exception {
    String before = state();
    try (Connection other = server.connect("postgres")) {
      assertThatThrownBy(() -> ask(statement.replace("FOLDER", folder.toString())))
          .as(statement)
          .isInstanceOf(ControlQuery.Refused.class)
          .message()
          .isNotBlank()
          .isNotEqualTo("null");
      assertThat(other.isValid(5)).isTrue();
    }
    assertThat(state()).isEqualTo(before);
    assertThat(Files.exists(folder.resolve("planted"))).isFalse();
  }

  /** Servers before 16 let a transaction that may not write make large objects. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT lo_create(4711)",
        "SELECT lo_from_bytea(4711, 'x')",
        "SELECT pg_advisory_lock(7346631)",
        "SELECT set_config('statement_timeout', '0', false)",
        "SELECT set_config('search_path', 'public', false)",
      })
  void whatMayBeDoneIsGoneAfterwards(String statement) throws Exception {
    String before = state();
    try {
      ask(statement);
    } catch (ControlQuery.Refused e) {
      assertThat(e).hasMessageContaining("read-only transaction");
    }
    assertThat(state()).isEqualTo(before);
    try (Connection other = server.connect("postgres");
        Statement free = other.createStatement();
        var row = free.executeQuery("SELECT pg_try_advisory_lock(7346631)")) {
      row.next();
      assertThat(row.getBoolean(1)).as("the audit's lock is free").isTrue();
    }
  }

  @Test
  void aQueryAnswersWithItsColumnsAndValues() throws Exception {
    ControlQuery.Answer answer =
        ask(
            """
            -- who is where?
            SELECT name, epoch AS at, epoch = 1 AS first, NULL AS nothing, name AS name
            FROM _system.tenants ORDER BY name;\
            """);

    assertThat(answer.columns()).containsExactly("name", "at", "first", "nothing", "name");
    assertThat(answer.numeric()).containsExactly(false, true, false, false, false);
    assertThat(answer.truth()).containsExactly(false, false, true, false, false);
    assertThat(answer.rows().get(0)).containsExactly("acme", "1", "true", null, "acme");
    assertThat(answer.rows()).hasSize(2);
  }

  @Test
  void everyKindOfQueryAndEveryTableOfOursCanBeRead() throws Exception {
    assertThat(ask("TABLE _system.tenants").rows()).hasSize(2);
    assertThat(ask("VALUES (1, 'a'), (2, 'b') -- two").rows())
        .containsExactly(List.of("1", "a"), List.of("2", "b"));
    assertThat(ask("WITH t AS (SELECT 1 AS i) SELECT i FROM t").columns()).containsExactly("i");
    assertThat(ask("SELECT FROM _system.tenants").rows()).hasSize(2);
    assertThat(ask("SELECT name FROM _system.tenants WHERE name = 'globex?'").rows()).hasSize(1);
    assertThat(ask("SELECT '{\"a\": 1}'::jsonb ? 'a' AS has").rows())
        .containsExactly(List.of("true"));
    assertThat(ask("SELECT generate_series(1, 20000)").rows()).hasSize(ControlQuery.ROWS_MAX);
    for (List<String> table :
        ask("SELECT relname FROM pg_class WHERE relnamespace = '_system'::regnamespace AND relkind"
                + " IN ('r', 'v')")
            .rows()) {
      assertThat(ask("SELECT * FROM _system." + table.get(0)).columns()).isNotEmpty();
    }
  }

  @Test
  void oneThatTakesTooLongIsEnded() {
    assertThatThrownBy(() -> ask("SELECT pg_advisory_lock(7346631), pg_sleep(3600)"))
        .isInstanceOf(ControlQuery.Refused.class)
        .hasMessageContaining("statement timeout");
  }
}
