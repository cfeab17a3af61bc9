package dev.rehome.moves.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.Changed;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ActiveSessionsTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void aSessionOfTheTenantsOwnRoleIsSeenWithinTwoSeconds() throws Exception {
    makeRole();
    Settings settings =
        Changed.tenantRole(sandbox.get().settings(Limits.DEFAULTS), "us_west", "app_{tenant}");
    try (Mover mover = new Mover(settings)) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      try (Connection own =
          DriverManager.getConnection(
              sandbox.get().productUrl("us_west", "acme"), "app_acme", "app_acme")) {
        String pid = Product.column(own, "SELECT pg_backend_pid()").get(0);
        await().atMost(SOON).until(() -> seen("us_west").contains(pid));
      }
      await().atMost(SOON.multipliedBy(3)).until(() -> seen("us_west").isEmpty());
    }
  }

  @Test
  void aHolderOfTheGuardIsSeen() throws Exception {
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS);
        Connection writer = sandbox.get().product("us_east", "acme")) {
      writer.setAutoCommit(false);
      String pid = Product.column(writer, "SELECT pg_backend_pid()").get(0);
      writer.commit();
      try (Armed armed = new Armed(sandbox.get())) {
        mover.submit("j1", "acme", "us_east", "us_west");
        armed.await("settings");
        Product.write(writer, "acme", "held");
        await().atMost(SOON).until(() -> seen("us_east").contains(pid));
      }
      writer.commit();
      Submitted done = mover.ended("j1");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
    }
  }

  private void makeRole() throws Exception {
    try (Connection west = sandbox.get().connect("us_west");
        Statement statement = west.createStatement()) {
      statement.execute(
          """
          DO $$ BEGIN
            IF to_regrole('app_acme') IS NULL THEN
              CREATE ROLE app_acme LOGIN PASSWORD 'app_acme';
            END IF;
          END $$
          """);
    }
  }

  private List<String> seen(String cell) throws Exception {
    try (Connection control = sandbox.get().connect("control")) {
      return Product.column(
          control,
          "SELECT pid FROM _system.active_sessions WHERE tenant_id = 'acme' AND database = '%s'"
              .formatted(cell));
    }
  }
}
