package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.FreshSandbox;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditCommandTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000);

  private void tamper(String sql) throws SQLException {
    try (Connection control = sandbox.get().connect("control");
        Statement statement = control.createStatement()) {
      statement.execute("ALTER TABLE _system.audit DISABLE TRIGGER ALL");
      statement.execute(sql);
      statement.execute("ALTER TABLE _system.audit ENABLE TRIGGER ALL");
    }
  }

  @Test
  void aTamperedRowIsNamedAndSoIsARemovedOne() throws SQLException {
    Path config = Child.config(sandbox.get());
    Child refused = Child.run(config, "move", "nobody", "--from", "us_east", "--to", "us_west");
    assertThat(refused.status()).as(refused.all()).isEqualTo(2);
    Child trail = Child.start(config, "audit", "nobody");
    Child whole = Child.start(config, "audit", "verify");
    Child unknown = Child.start(config, "status", "\u001b[31mred");
    Child untold = Child.start(config, "audit", "somebody", "--json");
    Child write = Child.start(config, "sql", "DELETE FROM _system.tenants");
    assertThat(trail.ended().out()).contains("PREFLIGHT INTENT", "nobody", "failure");
    assertThat(whole.ended().status()).as(whole.all()).isZero();
    assertThat(whole.out()).contains("the audit trail is whole");
    assertThat(unknown.ended().status()).as(unknown.all()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("\\u001b[31mred is not in the catalog and has no move")
        .doesNotContain("\u001b");
    assertThat(untold.ended().status()).as(untold.all()).isEqualTo(2);
    assertThat(untold.out()).contains("\"error\":\"the audit trail has no row of somebody\"");
    assertThat(write.ended().status()).as(write.all()).isEqualTo(2);
    assertThat(write.err()).contains("sql takes one query");

    tamper("UPDATE _system.audit SET detail = 'nothing happened' WHERE seq = 2");
    Child changed = Child.run(config, "audit", "verify");
    assertThat(changed.status()).as(changed.all()).isEqualTo(1);
    assertThat(changed.out()).contains("row 2 (", "was changed").doesNotContain("row 1 (");
    tamper("DELETE FROM _system.audit WHERE seq = 2");
    Child removed = Child.run(config, "audit", "verify", "--json");
    assertThat(removed.status()).as(removed.all()).isEqualTo(1);
    assertThat(removed.out()).contains("\"whole\":false", "\"row\":3", "removed");
  }
}
