package dev.rehome.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class FaultsTest {
  @Test
  void aSessionThatTheServerEndedWhileItSleptMayBeTriedAgain() throws Exception {
    try (Connection connection = Servers.all().shared().connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("SET idle_in_transaction_session_timeout = 100");
      statement.execute("BEGIN");
      Thread.sleep(1_000);
      SQLException ended =
          catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 1"));
      assertThat(ended.getSQLState()).isIn("25P03", "08006");
      assertThat(Faults.of("us_east", ended)).isInstanceOf(PassingFault.class);
    }
    assertThat(Faults.of("us_east", new SQLException("ended", "25P03")))
        .isInstanceOf(PassingFault.class);
  }

  @Test
  void aTransactionThatHasFailedOrThatMayNotWriteIsNotTriedAgain() {
    for (String state : new String[] {"25P02", "25006", "53100", "42501"}) {
      assertThat(Faults.of("us_east", new SQLException("no", state)))
          .as(state)
          .isInstanceOf(MoveFailed.class);
    }
  }

  @Test
  void aPoolWithoutAConnectionSaysWhatTheDriverSaysSoThatTheSameFaultHasTheSameWords() {
    SQLException refused = new SQLException("Connection to 127.0.0.1:1 refused.", "08001");
    assertThat(Faults.of("us_east", checkout(10_001, refused)))
        .isInstanceOf(PassingFault.class)
        .hasMessage("us_east: Connection to 127.0.0.1:1 refused.");
    assertThat(Faults.of("us_east", checkout(10_001, null)))
        .isInstanceOf(PassingFault.class)
        .hasMessage("us_east: not available, timed out after 10001ms");
  }

  private static SQLException checkout(int millis, SQLException cause) {
    return new SQLTransientConnectionException(
        "not available, timed out after " + millis + "ms",
        cause == null ? null : cause.getSQLState(),
        cause);
  }
}
