package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.FailPoint;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.Catalog;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mover sleeps past its lease, another takes its move over, and then it wakes. */
final class SleepingMoverTest {
  private static final Map<String, String> LONG_FENCE = Map.of("rehome.fence-lease-seconds", "120");

  @ParameterizedTest
  @ValueSource(
      strings = {"copy-target-prepared", "drain-durable>copy-chunk-written", "cutover-sealed"})
  void itChangesNothingAfterItsSuccessor(String place) throws Exception {
    changesNothing(place);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PREFLIGHT_INTENT",
        "COPY_PLANNED",
        "COPY_PREPARED",
        "GUARD_ROW_INSERTED",
        "GUARD_TRIGGERS_OF_TABLE_PUT_UP",
        "GUARD_ANNOUNCED",
        "GUARD_CLOSED",
        "COPY_SNAPSHOT_HELD",
        "COPY_LEASE_ENTERED",
        "CHUNK_COPIED",
        "COPY_SEQUENCES_SET",
        "CHECK_RECORDED",
        "CUTOVER_INTENT",
        "CUTOVER_DURABLE",
        "RESUME_INTENT",
        "GUARD_SOURCE_MOVED",
        "RESUME_HANDED_OVER"
      })
  @Tag("long")
  void itChangesNothingWhereverItSlept(FailPoint place) throws Exception {
    changesNothing(place.label());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"chunk-claimed", "drain-durable>chunk-claimed", "drain-durable>chunk-claimed#4"})
  void noArtifactIsLeft(String place) throws Exception {
    changesNothing(place);
  }

  private static void changesNothing(String place) throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), LONG_FENCE)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess sleeper = scene.sleeper(move, place);
      sleeper.asleep();
      Moved end = scene.startAgain(move);
      System.out.println(place + ": its successor's move is " + end.status());
      Map<String, String> book = scene.book();
      Aftermath.check(scene, end);
      sleeper.wake();
      assertThat(sleeper.alive()).as(sleeper.log()).isTrue();
      assertThat(scene.book()).isEqualTo(book);
      sleeper.close();
      Aftermath.check(scene, end);
    }
  }

  /** Longer than its lease, shorter than a transaction may be idle. */
  @Test
  void aMoverThatSleptAloneGoesOnAndWorksOnItsMoveOnce() throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), LONG_FENCE)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess sleeper = scene.sleeper(move, "drain-durable>chunk-copied#2");
      sleeper.asleep();
      Thread.sleep(4_000);
      sleeper.wake();
      Moved end = scene.history().move(move).orElseThrow();
      assertThat(end.status()).as(sleeper.log()).isEqualTo("done");
      assertThat(end.epoch()).isEqualTo(1);
      sleeper.close();
      Aftermath.check(scene, end);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain-durable>chunk-copied#2"})
  void itDoesNotLiftTheFenceOfTheNextMove(String place) throws Exception {
    doesNotLift(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"guard-closed", "undo-decided", "discard-rows-deleted"})
  @Tag("long")
  void itDoesNotLiftTheFenceOfTheNextMoveWhereverItSlept(String place) throws Exception {
    doesNotLift(place);
  }

  private static void doesNotLift(String place) throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), LONG_FENCE);
        Connection east = scene.sandbox().connect(Scene.SOURCE)) {
      String first = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess sleeper = scene.sleeper(first, place, "unequal");
      sleeper.asleep();
      scene.wish(first, Wish.ROLLBACK);
      assertThat(scene.startAgain(first).status()).isIn("rolled_back", "aborted");
      String second = scene.submit("j2", Scene.SOURCE, Scene.TARGET);
      assertThat(scene.mover(second, "drain-durable>chunk-confirmed#2").ended())
          .isEqualTo(MoverProcess.KILLED);
      Map<String, String> book = scene.book();
      sleeper.wake();
      assertThat(scene.book()).isEqualTo(book);
      assertThat(Catalog.guards(east)).containsExactly("closed of " + second);
      assertThat(scene.write(Scene.SOURCE, "acme")).isEqualTo("RH001");
      sleeper.close();
      Moved end = scene.startAgain(second);
      assertThat(end.status()).as(end.message()).isEqualTo("done");
      Aftermath.check(scene, end);
    }
  }
}
