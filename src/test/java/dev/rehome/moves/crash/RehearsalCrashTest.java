package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.Catalog;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rehearsal whose process is killed is discarded by the next start; the source never notices. */
class RehearsalCrashTest {
  @ParameterizedTest
  @CsvSource({"copy-target-prepared, rolled_back", "snapshot-intent>chunk-copied#2, aborted"})
  void isDiscardedByTheNextStart(String place, String status) throws Exception {
    survives(place, status);
  }

  @ParameterizedTest
  @CsvSource({
    "preflight-durable, rolled_back",
    "snapshot-intent, aborted",
    "snapshot-intent>copy-snapshot-held, aborted",
    "snapshot-planned, aborted",
    "copy-chunk-written#12, rolled_back",
    "snapshot-intent>copy-chunk-written, aborted",
    "copy-sequences-set, aborted",
    "guard-triggers-of-table-put-up#3, rolled_back",
    "copy-target-shut, aborted",
    "check-recorded#3, aborted",
    "snapshot-durable, rolled_back",
    "undo-decided, rolled_back",
    "undo-unfenced, rolled_back",
    "discard-rows-deleted, rolled_back",
    "discard-schema-undone, rolled_back",
    "discard-lease-forgotten, rolled_back",
    "undo-clean, rolled_back"
  })
  @Tag("long")
  void isDiscardedByTheNextStartAnywhere(String place, String status) throws Exception {
    survives(place, status);
  }

  private static void survives(String place, String status) throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), Map.of());
        Connection east = scene.sandbox().connect(Scene.SOURCE);
        Connection west = scene.sandbox().connect(Scene.TARGET)) {
      String move = scene.submitRehearsal("j1");
      try (MoverProcess mover = scene.mover(move, place)) {
        assertThat(mover.ended())
            .as("%s was not hit:%n%s", place, mover.log())
            .isEqualTo(MoverProcess.KILLED);
      }
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("passes");
      assertThat(Catalog.of(east)).isEqualTo(scene.sourceCatalog());
      Moved end = scene.startAgain(move);
      assertThat(end.status()).as("%s: %s", place, end.message()).isEqualTo(status);
      assertThat(end.message())
          .startsWith(status.equals("aborted") ? "the worker of epoch" : "rehearsed ");
      Aftermath.undone(scene, east, west);
      assertThat(scene.history().placement("acme")).isEmpty();
    }
  }
}
