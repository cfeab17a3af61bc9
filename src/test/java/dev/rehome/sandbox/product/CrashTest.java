package dev.rehome.sandbox.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.SandboxServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrashTest {
  @TempDir Path directory;

  @Test
  void writersLoseNothingAcknowledgedWhenTheServerCrashesAndComesBack() throws Exception {
    try (SandboxServers servers = SandboxServers.start(directory, Map.of())) {
      Sandbox sandbox = Sandbox.create(servers, "", directory.resolve("files"), 2_000);
      try (Writers writers =
          Writers.start(
              "acme",
              3,
              Connection.TRANSACTION_READ_COMMITTED,
              () -> sandbox.productUrl("us_east", "acme"))) {
        writers.awaitAcknowledged(50);
        servers.shared().kill();
        servers.shared().restart();
        writers.awaitAcknowledged(50);
        writers.stop();
        assertThat(writers.ledger().refusals()).isNotEmpty();
        try (Connection product = sandbox.product("us_east", "acme")) {
          assertThat(writers.missing(product)).isEmpty();
          assertThat(writers.surplus(product)).isEmpty();
        }
      }
    }
  }

  @Test
  void aSecondStartFindsWhatTheFirstLeft() throws Exception {
    String password;
    try (SandboxServers servers = SandboxServers.start(directory, Map.of());
        Connection east = Sandbox.create(servers, "", directory, 2_000).connect("us_east")) {
      password = servers.shared().superuser().password();
      east.createStatement().execute("DELETE FROM shared_schema.login_attempts");
    }
    try (SandboxServers servers = SandboxServers.start(directory, Map.of());
        Connection east = Sandbox.create(servers, "", directory, 2_000).connect("us_east");
        var rows =
            east.createStatement().executeQuery("SELECT FROM shared_schema.login_attempts")) {
      assertThat(rows.next()).isFalse();
      assertThat(servers.shared().superuser().password()).isEqualTo(password);
    }
  }
}
