package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.moves.purge.Purging;
import dev.rehome.purge.Purged;
import dev.rehome.purge.Purged.Ending;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A purge is killed, or falls asleep, between any two of its effects. */
final class PurgeCrashTest {
  private Scene scene;
  private Connection east;
  private Map<String, Map<String, String>> others;
  private long neighbours;

  @BeforeEach
  void acmeHasMoved() throws Exception {
    scene = new Scene(Servers.fresh(2_000), Map.of());
    east = scene.sandbox().connect(Scene.SOURCE);
    others = Purging.others(east, "acme");
    neighbours = Purging.rows(east) - Purging.rows(scene.acme());
    assertThat(scene.startAgain(scene.submit("j1", Scene.SOURCE, Scene.TARGET)).status())
        .isEqualTo("done");
  }

  @AfterEach
  void close() throws Exception {
    east.close();
    scene.close();
  }

  private void isPurged() throws Exception {
    assertThat(Purging.rows(east)).isEqualTo(neighbours);
    assertThat(Purging.others(east, "acme")).isEqualTo(others);
    assertThat(Purging.returns(scene.sandbox(), Scene.SOURCE, "acme")).isEqualTo("RH001");
    assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo("passes");
    assertThat(scene.write(Scene.SOURCE, "globex")).isEqualTo("passes");
  }

  @Test
  void killedInTheMiddleItGoesOnAtItsNextStart() throws Exception {
    goesOnAfter(List.of("purge-rows-deleted#3", "purge-batch-committed#2"));
    assertThat(Purging.purge(scene.settings(), "acme").ending()).isEqualTo(Ending.PURGED);
    isPurged();
  }

  @Test
  @Tag("long")
  void killedAnywhereItGoesOnAtItsNextStart() throws Exception {
    goesOnAfter(
        List.of(
            "guard-takeover-epoch-raised",
            "purge-claimed",
            "purge-begun",
            "purge-rows-deleted",
            "purge-rows-deleted#3",
            "purge-batch-committed#2",
            "purge-done"));
    try (MoverProcess purger = scene.purger("acme", "", "KILL")) {
      assertThat(purger.ended()).as(purger.log()).isZero();
      assertThat(purger.log()).contains("PURGED acme: us_east was purged before");
    }
    isPurged();
    assertThat(scene.purges().rows(Optional.of("acme"), 9))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.state()).isEqualTo("done");
              assertThat(row.rowsFound()).isEqualTo(Purging.rows(scene.acme()));
            });
  }

  private void goesOnAfter(List<String> places) throws Exception {
    long left = Long.MAX_VALUE;
    for (String place : places) {
      try (MoverProcess purger = scene.purger("acme", place, "KILL")) {
        assertThat(purger.ended()).as(place + ":\n" + purger.log()).isEqualTo(MoverProcess.KILLED);
      }
      long now = Purging.rows(east);
      assertThat(now).as(place).isLessThanOrEqualTo(left);
      left = now;
      assertThat(Purging.others(east, "acme")).as(place).isEqualTo(others);
      assertThat(Purging.returns(scene.sandbox(), Scene.SOURCE, "acme")).as(place).isNotEmpty();
    }
  }

  /** In the middle of a batch, which holds locks. */
  @Test
  void asleepItIsOvertakenAndDeletesNothingMore() throws Exception {
    MoverProcess sleeper = scene.purger("acme", "purge-rows-deleted#3", "STOP");
    sleeper.asleep();
    long before = Purging.rows(east);
    Purged purged = Purging.purge(scene.settings(), "acme");
    assertThat(purged.ending()).as(purged.toString()).isEqualTo(Ending.PURGED);
    assertThat(before).isGreaterThan(neighbours);
    isPurged();
    Map<String, String> book = scene.book();
    sleeper.signal("CONT");
    assertThat(sleeper.ended()).as(sleeper.log()).isEqualTo(3);
    assertThat(sleeper.log()).contains("STOPPED another worker, or a move, has taken over");
    assertThat(scene.book()).isEqualTo(book);
    isPurged();
  }

  @Test
  void aMoveWaitsForALivePurgeAndForTheRestOfADeadOne() throws Exception {
    MoverProcess sleeper = scene.purger("acme", "purge-batch-committed#2", "STOP");
    sleeper.asleep();
    assertThat(scene.submit("j2", "acme", Scene.TARGET, Scene.SOURCE))
        .satisfies(
            refused -> {
              assertThat(refused.word()).contains(Word.REFUSED);
              assertThat(refused.message()).contains("purge p1-", "is running");
            });
    sleeper.close();
    Thread.sleep(2_500);
    assertThat(scene.submit("j3", "acme", Scene.TARGET, Scene.SOURCE).message())
        .contains("is unfinished; rehome purge acme goes on with it");
    // another cell is none of the purge's
    assertThat(scene.submit("j4", "acme", Scene.TARGET, "us_south").move()).isPresent();
    assertThat(Purging.purge(scene.settings(), "acme").sentence()).contains("is open; let it end");
  }
}
