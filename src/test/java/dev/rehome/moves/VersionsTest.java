package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.ServerVersions;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole moves between servers of different major versions. */
final class VersionsTest {
  private static ServerVersions servers;

  @BeforeAll
  static void noneYet() throws Exception {
    servers = new ServerVersions();
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @Test
  void theOldestToTheNewest() throws Exception {
    moves(12, 18);
  }

  /** pg_dump is Debian's 15: no newer source. */
  static Stream<Arguments> pairs() {
    return Stream.of(12, 13, 14, 15)
        .flatMap(from -> Stream.of(12, 13, 14, 15, 16, 17, 18).map(to -> Arguments.of(from, to)));
  }

  @Tag("long")
  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairs")
  void everyPair(int from, int to) throws Exception {
    moves(from, to);
  }

  private static void moves(int from, int to) throws Exception {
    try (Sandbox sandbox = servers.sandbox(from, to, 2_000)) {
      Map<String, String> acme;
      try (Connection east = sandbox.connect("us_east")) {
        otherwisePrinted(east);
        acme = TenantRows.of(east, Scene.SCHEMA, "acme");
      }
      impatient(sandbox, to);
      try (Mover mover = new Mover(sandbox, Limits.DEFAULTS)) {
        Submitted done = mover.move("j-" + from + "-" + to, "acme", "us_east", "us_west");
        assertThat(done.word())
            .as(done.message() + "\n" + failed(mover, done))
            .contains(Word.MOVED);
      }
      try (Connection west = sandbox.connect("us_west")) {
        assertThat(TenantRows.all(west, "public")).isEqualTo(acme);
      }
      assertThat(Product.tryToWrite(sandbox, "us_west", "acme")).isEmpty();
      assertThat(Product.tryToWrite(sandbox, "us_east", "acme")).isEqualTo("RH001");
    }
  }

  /** What a role of an administrator's may have, and a transaction of a move takes longer than. */
  private static void impatient(Sandbox sandbox, int to) throws SQLException {
    try (Connection west = sandbox.connect("us_west");
        Statement statement = west.createStatement()) {
      if (to >= 17) {
        statement.execute(
            "ALTER ROLE mover SET idle_session_timeout = '1s'; ALTER ROLE mover SET"
                + " transaction_timeout = '200ms'");
      }
    }
  }

  /** A query that a server prints in other words from 16 on. */
  private static void otherwisePrinted(Connection east) throws SQLException {
    try (Statement statement = east.createStatement()) {
      statement.execute(
          """
          CREATE VIEW %1$s.one AS SELECT orders.id FROM %1$s.orders WHERE orders.id > 0;
          DO $$BEGIN EXECUTE 'ALTER VIEW %1$s.one OWNER TO ' || (
            SELECT relowner::regrole FROM pg_class WHERE oid = '%1$s.orders'::regclass); END$$
          """
              .formatted(Scene.SCHEMA));
    }
  }

  private static List<String> failed(Mover mover, Submitted done) {
    return done.move().isEmpty()
        ? List.of()
        : mover.story(done).checks().stream()
            .filter(check -> !check.passed())
            .map(Object::toString)
            .toList();
  }
}
