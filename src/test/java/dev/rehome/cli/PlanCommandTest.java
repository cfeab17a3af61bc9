package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlanCommandTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000);

  private static long one(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void aPlanCountsRowsAndLeavesNothingBehind() throws SQLException {
    Residue before = Residue.of(sandbox.get(), "us_east", "us_west");
    Path config = Child.config(sandbox.get());
    String[] cells = {"--from", "us_east", "--to", "us_west"};
    Child plan =
        Child.run(config, "plan", "acme", cells[0], cells[1], cells[2], cells[3], "--json");
    assertThat(plan.status()).as(plan.all()).isZero();
    try (Connection source = sandbox.get().connect("us_east");
        Connection control = sandbox.get().connect("control")) {
      long orders =
          one(source, "SELECT count(*) FROM shared_schema.orders WHERE tenant_id = 'acme'");
      assertThat(plan.out())
          .contains("\"clean\":true", "\"pause_seconds\":", "\"tenant_id\":\"acme\"");
      long rows = Long.parseLong(plan.out().replaceAll("(?s).*\"rows\":(\\d+).*", "$1"));
      assertThat(rows).isGreaterThan(orders * 5).isLessThan(2_000);
      assertThat(one(control, "SELECT count(*) FROM _system.tenants")).isZero();
      assertThat(one(control, "SELECT count(*) FROM _system.audit")).isZero();
    }
    assertThat(before.left()).isEmpty();
  }

  @Test
  void whatAMoveWouldBeRefusedForIsFoundWithItsRemedy() throws SQLException {
    try (Connection target = sandbox.get().connect("us_west");
        Statement statement = target.createStatement()) {
      statement.execute(
          "REVOKE CREATE ON DATABASE " + target.getCatalog() + " FROM mover, app_owner");
      statement.execute("ALTER DATABASE " + target.getCatalog() + " OWNER TO postgres");
    }
    Path config = Child.config(sandbox.get());
    Path file = config.resolveSibling("discovered.yaml");
    Child discovered =
        Child.start(
            config, "plan", "--discover=" + file, "acme", "--from", "us_east", "--to", "us_west");
    Child plan =
        Child.run(
            config,
            "plan",
            "nobody",
            "--from",
            "us_east",
            "--to",
            "us_west",
            "--pause-max-seconds",
            "1");
    assertThat(plan.status()).as(plan.all()).isEqualTo(2);
    assertThat(plan.out())
        .contains(
            "FINDING", "GRANT CREATE", "allow-empty", "pause-max-seconds", "nothing was changed");
    assertThat(discovered.ended().status()).as(discovered.all()).isZero();
    assertThat(discovered.out()).contains("written to " + file, "predicates-file = " + file);
    assertThat(file).content().contains("\norder_lines: ", ":tenant_id");
    Child again =
        Child.run(
            config,
            "plan",
            "acme",
            "--discover",
            file.toString(),
            "--from",
            "us_east",
            "--to",
            "us_west");
    assertThat(again.status()).as(again.all()).isEqualTo(2);
    assertThat(again.all()).contains(file + " is there already", "--overwrite");
  }
}
