package dev.rehome.moves.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.read.AuditTrail;
import dev.rehome.moves.Scene;
import dev.rehome.purge.Purged;
import dev.rehome.purge.Purged.Ending;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the control store knows that keeps a purge from beginning: each case in turn, over one move.
 */
final class PurgeRefusedTest {
  @Test
  void aPurgeIsRefusedUntilAllIsAsItMustBe() throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), Map.of());
        Connection east = scene.sandbox().connect(Scene.SOURCE)) {
      long rows = Purging.rows(east);
      refused(scene, "acme", "acme is not in the catalog");

      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      refused(scene, "acme", "move " + move + " of acme is open");
      assertThat(scene.startAgain(move).status()).isEqualTo("done");

      refused(scene, "globex", "globex is not in the catalog");
      assertThat(Purging.purge(scene.settings(), "acme", Optional.of(Scene.TARGET)).sentence())
          .contains("us_west serves acme: the placement names it");
      assertThat(Purging.purge(scene.settings(), "acme", Optional.of("us_south")).sentence())
          .contains("no done move of acme has left us_south");

      control(scene, "UPDATE _system.tenants SET database = 'us_east' WHERE name = 'acme'");
      refused(scene, "acme", "no done move of acme has left a cell, where us_east serves");
      control(scene, "UPDATE _system.tenants SET database = 'us_west' WHERE name = 'acme'");

      control(
          scene,
          "INSERT INTO _system.checks (move, epoch, component, name, subject, passed, source_value,"
              + " target_value) SELECT move, epoch, component, name, subject, false, '1', '2' FROM"
              + " _system.checks WHERE name = 'digest' LIMIT 1");
      refused(scene, "acme", "is not verified, it lacks: a passed check postgres digest of");
      control(
          scene,
          "INSERT INTO _system.checks (move, epoch, component, name, subject, passed, source_value,"
              + " target_value) SELECT move, epoch, component, name, subject, true, '1', '1' FROM"
              + " _system.checks WHERE NOT passed");

      try (Statement statement = east.createStatement()) {
        statement.execute("UPDATE _rehome.guard SET state = 'open'");
        refused(scene, "acme", "guard of acme: is not 'moved by");
        statement.execute("UPDATE _rehome.guard SET state = 'moved'");
      }

      Purged unasked = Purging.unasked(scene.settings(), "acme");
      assertThat(unasked.ending()).as(unasked.toString()).isEqualTo(Ending.REFUSED);
      assertThat(unasked.sentence()).contains("acme at us_east, nothing was deleted");

      assertThat(Purging.rows(east)).as("so far nothing is deleted").isEqualTo(rows);
      assertThat(audit(scene)).filteredOn(result -> result.equals("refusal")).hasSizeGreaterThan(7);
      Purged purged = Purging.purge(scene.settings(), "acme");
      assertThat(purged.ending()).as(purged.toString()).isEqualTo(Ending.PURGED);
      assertThat(Purging.rows(east)).isEqualTo(rows - Purging.rows(scene.acme()));
    }
  }

  private static void refused(Scene scene, String tenant, String why) {
    Purged purged = Purging.purge(scene.settings(), tenant);
    assertThat(purged.ending()).as(purged.toString()).isEqualTo(Ending.REFUSED);
    assertThat(purged.sentence()).contains(why);
  }

  private static List<String> audit(Scene scene) {
    try (ControlStore control = ControlStore.open(scene.settings().control())) {
      return new AuditTrail(control)
          .rows(Optional.empty(), 500).stream()
              .filter(row -> row.action().equals("purge"))
              .map(AuditTrail.Row::result)
              .toList();
    }
  }

  private static void control(Scene scene, String sql) throws SQLException {
    try (Connection connection = scene.sandbox().connect("control");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
