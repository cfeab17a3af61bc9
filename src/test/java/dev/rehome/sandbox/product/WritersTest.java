package dev.rehome.sandbox.product;

import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static java.sql.Connection.TRANSACTION_SERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.FreshSandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WritersTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @ParameterizedTest
  @ValueSource(
      ints = {TRANSACTION_READ_COMMITTED, TRANSACTION_REPEATABLE_READ, TRANSACTION_SERIALIZABLE})
  void whatIsAcknowledgedIsThere(int isolation) throws Exception {
    try (Writers writers = Writers.start("acme", 3, isolation, this::east)) {
      writers.awaitAcknowledged(150);
      writers.stop();
      try (Connection connection = product()) {
        assertThat(writers.missing(connection)).isEmpty();
        assertThat(writers.surplus(connection)).isEmpty();
      }
      assertThat(writers.ledger().acknowledged()).anyMatch(write -> write.deleted().isPresent());
    }
  }

  @Test
  void aLostOrderALostLineAndALostUpdateAreMissing() throws Exception {
    try (Writers writers = Writers.start("acme", 1, TRANSACTION_READ_COMMITTED, this::east)) {
      writers.awaitAcknowledged(10);
      writers.stop();
      List<Write> writes = writers.ledger().acknowledged();
      try (Connection connection = product();
          Statement statement = connection.createStatement()) {
        String first = writes.get(0).placed();
        String second = writes.get(1).placed();
        statement.execute("DELETE FROM orders WHERE number = '" + first + "'");
        statement.execute(
            "DELETE FROM order_lines WHERE line_number = 2 AND order_id = (SELECT id FROM orders WHERE number = '%s')"
                .formatted(second));
        statement.execute("UPDATE users SET writes = 3 WHERE email LIKE '%@writer.example'");
        assertThat(writers.missing(connection))
            .hasSize(3)
            .anyMatch(line -> line.contains(first + " was acknowledged and is not there"))
            .anyMatch(line -> line.contains(second + " was acknowledged and is there in part"))
            .anyMatch(line -> line.endsWith("was acknowledged, the database has 3"));
        assertThat(writers.surplus(connection)).isEmpty();
      }
    }
  }

  @Test
  void aDeletedOrderThatIsBackAndAnUpdateOfNobodyAreSurplus() throws Exception {
    try (Writers writers = Writers.start("acme", 1, TRANSACTION_READ_COMMITTED, this::east)) {
      writers.awaitAcknowledged(30);
      writers.stop();
      Write last = writers.ledger().acknowledged().get(29);
      String deleted = last.deleted().orElseThrow();
      try (Connection connection = product();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO orders (tenant_id, number, user_id, currency) SELECT tenant_id, '%s', user_id, currency FROM orders WHERE number = '%s'"
                .formatted(deleted, last.placed()));
        statement.execute("UPDATE users SET writes = 9999 WHERE email LIKE '%@writer.example'");
        assertThat(writers.missing(connection)).isEmpty();
        assertThat(writers.surplus(connection))
            .hasSize(2)
            .anyMatch(line -> line.contains(deleted))
            .anyMatch(line -> line.startsWith("write 9999"));
      }
    }
  }

  @Test
  void refusalsAreCountedAndThePauseIsMeasured() throws Exception {
    try (Writers writers = Writers.start("acme", 2, TRANSACTION_READ_COMMITTED, this::east);
        Connection owner = sandbox.get().connect("us_east");
        Statement statement = owner.createStatement()) {
      writers.awaitAcknowledged(20);
      statement.execute("REVOKE INSERT ON shared_schema.orders FROM app_rw");
      Thread.sleep(400);
      statement.execute("GRANT INSERT ON shared_schema.orders TO app_rw");
      writers.awaitAcknowledged(20);
      writers.stop();
      assertThat(writers.longestGap().length())
          .isBetween(Duration.ofMillis(350), Duration.ofMillis(2_000));
      assertThat(writers.ledger().refusalsBySqlState()).containsKey("42501");
      try (Connection connection = product()) {
        assertThat(writers.missing(connection)).isEmpty();
        assertThat(writers.surplus(connection)).isEmpty();
      }
    }
  }

  @Test
  void writersGoOnAfterTheirSessionsWereEnded() throws Exception {
    try (Writers writers = Writers.start("acme", 3, TRANSACTION_READ_COMMITTED, this::east);
        Connection owner = sandbox.get().connect("us_east");
        Statement statement = owner.createStatement()) {
      for (int i = 0; i < 5; i++) {
        writers.awaitAcknowledged(10);
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                + " 'product' AND datname = current_database()");
      }
      writers.awaitAcknowledged(10);
      writers.stop();
      assertThat(writers.ledger().refusals()).isNotEmpty();
      try (Connection connection = product()) {
        assertThat(writers.missing(connection)).isEmpty();
        assertThat(writers.surplus(connection)).isEmpty();
      }
    }
  }

  @Test
  void writersFollowThePlacementOfTheCatalog() throws Exception {
    try (Connection control = sandbox.get().connect("control");
        Statement statement = control.createStatement();
        Connection west = sandbox.get().connect("us_west")) {
      statement.execute("CREATE SCHEMA _system AUTHORIZATION rehome");
      statement.execute("SET ROLE rehome");
      statement.execute("CREATE TABLE _system.tenants (name text PRIMARY KEY, database text)");
      ProductSchema.create(west, "public");
      Seed.fill(west, "public", "acme", 1);
      try (Placement placement =
              new Placement(
                  sandbox.get().database("control"),
                  "acme",
                  "us_east",
                  cell -> sandbox.get().productUrl(cell, "acme"));
          Writers writers = Writers.start("acme", 2, TRANSACTION_READ_COMMITTED, placement)) {
        writers.awaitAcknowledged(5);
        statement.execute("INSERT INTO _system.tenants VALUES ('acme', 'us_west')");
        writers.awaitAcknowledged(10);
        writers.stop();
        List<Write> writes = writers.ledger().acknowledged();
        assertThat(writes.get(0).url()).isEqualTo(east());
        assertThat(writes.get(writes.size() - 1).url())
            .isEqualTo(sandbox.get().productUrl("us_west", "acme"));
      }
    }
  }

  private String east() {
    return sandbox.get().productUrl("us_east", "acme");
  }

  private Connection product() throws SQLException {
    return sandbox.get().product("us_east", "acme");
  }
}
