package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Catalog;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.moves.TenantRows;
import dev.rehome.moves.target.TwoShared;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mover dies while it brings a tenant into a cell that has others. */
final class ConsolidationCrashTest {
  private final Sandbox sandbox = Servers.fresh(2_000);

  @AfterEach
  void nobodyElseMayKeepQuiet() throws Exception {
    TwoShared.quiet(false);
  }

  @ParameterizedTest
  @CsvSource({"discard-rows-deleted, unequal"})
  void somewhere(String failPoint, String want) throws Exception {
    survives(failPoint, want);
  }

  @ParameterizedTest
  @CsvSource({
    "copy-sequences-raised, ''",
    "drain-durable>copy-chunk-written#4, ''",
    "drain-durable>copy-chunk-committed#7, ''",
    "copy-target-prepared, ''",
    "guard-triggers-of-table-put-up#20, ''",
    "guard-target-shut, ''",
    "cutover-durable, ''",
    "guard-target-opened, ''",
    "discard-begun, unequal",
    "discard-target-unshut, unequal",
    "discard-lease-forgotten, unequal"
  })
  @Tag("long")
  void anywhere(String failPoint, String want) throws Exception {
    survives(failPoint, want);
  }

  private void survives(String failPoint, String want) throws Exception {
    prepare();
    try (Connection west = sandbox.connect("us_west");
        Scene scene = new Scene(sandbox, patient())) {
      Map<String, String> initech = TenantRows.of(west, "public", TwoShared.NEIGHBOUR);
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      kill(scene, move, failPoint, want.isEmpty() ? new String[0] : new String[] {want});
      String outcome = RecoveryTable.outcome(scene.history().move(move).orElseThrow());
      Moved end = scene.startAgain(move);
      assertThat(end.status()).as("%s: %s", failPoint, end.message()).isEqualTo(outcome);
      check(scene, west, end, initech);
    }
  }

  @Test
  void andANeighbourTakesAKeyOfTheTenantsMeanwhile() throws Exception {
    prepare();
    try (Connection west = sandbox.connect("us_west");
        Statement statement = west.createStatement();
        Scene scene = new Scene(sandbox, TwoShared.properties(sandbox))) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      kill(scene, move, "snapshot-intent");
      statement.execute(
          """
          SET search_path = public;
          INSERT INTO orders (tenant_id, id, number, user_id, currency) OVERRIDING SYSTEM VALUE
          SELECT 'initech', 3, 'late', (SELECT min(id) FROM users WHERE tenant_id = 'initech'), 'EUR'
          """);
      Map<String, String> initech = TenantRows.of(west, "public", TwoShared.NEIGHBOUR);
      Moved end = scene.startAgain(move);
      assertThat(end.status()).isEqualTo("aborted");
      assertThat(end.message())
          .contains("us_west: copy of shared_schema.orders", "orders_id_key", "(id)=(3)");
      check(scene, west, end, initech);
    }
  }

  /** The guard outlives the time until the next mover. */
  private Map<String, String> patient() {
    Map<String, String> more = new HashMap<>(TwoShared.properties(sandbox));
    more.put("rehome.fence-lease-seconds", Crash.LONG_LEASE);
    return more;
  }

  private void prepare() throws Exception {
    TwoShared.fill(sandbox);
    TwoShared.quiet(true);
  }

  private static void kill(Scene scene, String move, String failPoint, String... wants)
      throws Exception {
    try (MoverProcess mover = scene.mover(move, failPoint, wants)) {
      assertThat(mover.ended()).as("%s: %s", failPoint, mover.log()).isEqualTo(MoverProcess.KILLED);
    }
  }

  /** The tenant is whole at one cell, the neighbours of both are as they were, nothing is left. */
  private static void check(Scene scene, Connection west, Moved end, Map<String, String> initech)
      throws Exception {
    boolean moved = end.status().equals("done");
    assertThat(TenantRows.of(west, "public", TwoShared.NEIGHBOUR)).isEqualTo(initech);
    assertThat(Catalog.of(west)).isEqualTo(scene.targetCatalog());
    assertThat(scene.write(Scene.TARGET, TwoShared.NEIGHBOUR)).isEqualTo("passes");
    assertThat(scene.write(Scene.SOURCE, "globex")).isEqualTo("passes");
    assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo(moved ? "RH001" : "passes");
    Map<String, String> there = TenantRows.of(west, "public", "acme");
    if (moved) {
      assertThat(there).isEqualTo(scene.acme());
      assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo("passes");
    } else {
      assertThat(there).isEqualTo(TenantRows.of(west, "public", "nobody"));
      try (Connection east = scene.sandbox().connect(Scene.SOURCE)) {
        assertThat(Catalog.of(east)).isEqualTo(scene.sourceCatalog());
      }
    }
  }
}
