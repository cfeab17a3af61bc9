package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Catalog;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Product;
import dev.rehome.moves.Scene;
import dev.rehome.moves.TenantRows;
import dev.rehome.sandbox.Servers;
import dev.rehome.sandbox.product.Writers;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All was copied ahead, the mover is dead, and somebody changes things before the next one. */
final class ChangedSinceCopyTest {
  private static String copiedAhead(Scene scene) throws Exception {
    String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
    try (MoverProcess mover = scene.mover(move, "copy-durable")) {
      assertThat(mover.ended()).as(mover.log()).isEqualTo(MoverProcess.KILLED);
    }
    return move;
  }

  @Test
  void referenceTablesAreBroughtUpToDateAndNeighboursWriteOn() throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), Map.of());
        Connection east = scene.sandbox().connect(Scene.SOURCE);
        Connection west = scene.sandbox().connect(Scene.TARGET);
        Statement owner = east.createStatement()) {
      String move = copiedAhead(scene);
      assertThat(scene.write(Scene.SOURCE, "globex")).isEqualTo("passes");
      owner.execute(
          """
          SET search_path = shared_schema;
          INSERT INTO countries (code, name) VALUES ('XA', 'new since the copy');
          UPDATE countries SET name = name || ' (renamed)' WHERE code = 'DE';
          UPDATE tenants SET country = 'XA' WHERE id = 'acme'
          """);
      Map<String, String> acme = TenantRows.of(east, Scene.SCHEMA, "acme");
      Moved end = scene.startAgain(move);
      assertThat(end.status()).as(end.message()).isEqualTo("done");
      assertThat(end.epoch()).isEqualTo(2);
      assertThat(TenantRows.all(west, "public")).isEqualTo(acme);
      assertThat(Product.column(west, "SELECT code || name FROM public.countries ORDER BY 1"))
          .contains("XAnew since the copy", "DEDeutschland (renamed)")
          .isEqualTo(
              Product.column(east, "SELECT code || name FROM shared_schema.countries ORDER BY 1"));
    }
  }

  /**
   * While the mover makes what the target needs, it holds no lock that its owner waits for. The
   * change is found before anybody is refused.
   */
  @Test
  void tablesThatTheOwnerChangedOrMadeUndoTheMoveByName() throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), Map.of());
        Connection east = scene.sandbox().connect(Scene.SOURCE);
        Connection west = scene.sandbox().connect(Scene.TARGET);
        Statement owner = east.createStatement();
        Writers acme =
            Writers.start(
                "acme",
                1,
                Connection.TRANSACTION_READ_COMMITTED,
                () -> scene.sandbox().productUrl(Scene.SOURCE, "acme"))) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess mover = scene.sleeper(move, "copy-index-built");
      mover.asleep();
      owner.execute(
          """
          SET search_path = shared_schema;
          SET lock_timeout = '1s';
          SET ROLE app_owner;
          ALTER TABLE teams ADD COLUMN colour text;
          CREATE TABLE later (tenant_id text, id integer, PRIMARY KEY (tenant_id, id));
          INSERT INTO later VALUES ('acme', 1);
          RESET ROLE
          """);
      Set<String> owned =
          Catalog.of(east).stream()
              .filter(line -> !line.contains("rehome"))
              .collect(java.util.stream.Collectors.toSet());
      mover.wake();
      Moved end = scene.history().move(move).orElseThrow();
      mover.close();
      assertThat(end.status()).as(end.message()).isEqualTo("aborted");
      assertThat(end.message())
          .contains(
              "shared_schema.later came",
              "shared_schema.teams has other columns, another key or other partitions");
      assertThat(scene.history().pause(move)).isEmpty();
      acme.stop();
      assertThat(acme.ledger().refusalsBySqlState()).doesNotContainKey("RH001");
      assertThat(Catalog.of(east)).isEqualTo(owned);
      assertThat(Catalog.of(west)).isEqualTo(scene.targetCatalog());
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("passes");
    }
  }
}
