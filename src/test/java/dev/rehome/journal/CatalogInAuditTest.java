package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submissions;
import dev.rehome.journal.read.AuditTrail;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.sandbox.SandboxServers;
import dev.rehome.sandbox.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who changes the catalog or a job by hand is noticed by {@code audit verify}. */
class CatalogInAuditTest {
  @TempDir Path folder;
  private PostgresServer server;
  private ControlStore control;

  @BeforeEach
  void aMoveThatWasAskedFor() throws Exception {
    server = SandboxServers.startControl(folder.resolve("control"), Map.of());
    control = ControlStore.open(server.superuser());
    new Submissions(control)
        .submit(
            new Job("j1", new Tenant("acme", "4711"), "us_east", "us_west", Options.NONE, "test"));
  }

  @AfterEach
  void stop() {
    control.close();
    server.close();
  }

  private List<AuditTrail.Break> breaks() {
    return new AuditTrail(control).verify(20).breaks();
  }

  @Test
  void whatTheProgramWroteIsWhole() {
    assertThat(breaks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM _system.tenants | placement | served by us_east\", there is \"no such row",
        "UPDATE _system.tenants SET database = 'us_west' | placement | served by us_west",
        "UPDATE _system.tenants SET tenant_id = 'x' | placement | id x, served by us_east",
        "UPDATE _system.tenants SET name = 'other' | placement | of other this row says \"nothing",
        "INSERT INTO _system.tenants VALUES ('new', 'n', 'us_west', 1, 'x') | placement | of new"
            + " this row says",
        "DELETE FROM _system.jobs | request j1 | there is \"no such row",
        "UPDATE _system.jobs SET target_database = 'eu' | request j1 | from us_east to eu",
        "INSERT INTO _system.jobs VALUES ('j2', 'x', 'a', 'a', 'b', 'c') | request j2 | says"
            + " \"nothing",
      })
  void whatSomebodyElseWroteIsNamed(String sql, String action, String told) {
    control.transaction(jdbc -> jdbc.sql("RESET ROLE").update() + jdbc.sql(sql).update());

    assertThat(breaks())
        .anySatisfy(
            one -> {
              assertThat(one.action()).isEqualTo(action);
              assertThat(one.what()).contains("was changed by somebody else", told);
            });
  }

  @Test
  void anEpochThatGrowsIsNoChange() {
    control.call(jdbc -> jdbc.sql("UPDATE _system.tenants SET epoch = epoch + 1").update());

    assertThat(breaks()).isEmpty();
  }
}
