package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The three queries of the contract, as written there. */
class OperatorQueriesTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  @Test
  void theyAnswerAsTheyStand() throws SQLException {
    try (Mover mover = new Mover(SANDBOX.get(), Limits.DEFAULTS);
        Connection control = SANDBOX.get().connect("control");
        Statement query = control.createStatement()) {
      assertThat(mover.move("q1", "acme", "us_east", "us_west").word()).contains(Word.MOVED);
      try (ResultSet row =
          query.executeQuery("SELECT * FROM _system.move_tenant_journal WHERE tenant = 'acme'")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString("phase")).isEqualTo("RESUME");
        assertThat(row.getString("source_database")).isEqualTo("us_east");
        assertThat(row.getString("target_database")).isEqualTo("us_west");
        assertThat(row.getString("last_durable_lsn")).matches("[0-9A-F]+/[0-9A-F]+");
        assertThat(row.getString("status")).isEqualTo("done");
        assertThat(row.next()).isFalse();
      }
      try (ResultSet row =
          query.executeQuery("SELECT database FROM _system.tenants WHERE name = 'acme'")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo("us_west");
      }
      await().atMost(Duration.ofSeconds(5)).until(() -> sessions(query) == 0);
    }
  }

  private static long sessions(Statement query) throws SQLException {
    try (ResultSet row =
        query.executeQuery(
            "SELECT count(*) FROM _system.active_sessions WHERE tenant_id = 'acme' AND database ="
                + " 'us_east'")) {
      row.next();
      return row.getLong(1);
    }
  }
}
