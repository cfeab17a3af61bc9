package dev.rehome.moves.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Catalog;
import dev.rehome.moves.Scene;
import dev.rehome.moves.TenantRows;
import dev.rehome.moves.target.TwoShared;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rehearsal into a cell that has tenants of its own: they are as they were. */
final class SharedRehearsalTest {
  @Test
  void leavesTheNeighboursOfBothCellsAsTheyWere() throws Exception {
    Sandbox sandbox = Servers.fresh(2_000);
    TwoShared.fill(sandbox);
    TwoShared.quiet(true);
    try (Connection east = sandbox.connect(Scene.SOURCE);
        Connection west = sandbox.connect(Scene.TARGET);
        Scene scene = new Scene(sandbox, TwoShared.properties(sandbox))) {
      Map<String, String> initech = TenantRows.of(west, "public", TwoShared.NEIGHBOUR);
      Moved end = scene.startAgain(scene.submitRehearsal("j1"));
      assertThat(end.status()).as(end.message()).isEqualTo("rolled_back");
      assertThat(end.message()).startsWith("rehearsed ");
      assertThat(TenantRows.of(west, "public", TwoShared.NEIGHBOUR)).isEqualTo(initech);
      assertThat(TenantRows.of(west, "public", "acme"))
          .isEqualTo(TenantRows.of(west, "public", "nobody"));
      assertThat(TenantRows.of(east, Scene.SCHEMA, "acme")).isEqualTo(scene.acme());
      assertThat(Catalog.of(west)).isEqualTo(scene.targetCatalog());
      assertThat(Catalog.of(east)).isEqualTo(scene.sourceCatalog());
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("passes");
    } finally {
      TwoShared.quiet(false);
    }
  }
}
