package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.journal.books.Wishes.Wish;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.FailPoint;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mover is killed between any two of its effects, and started again: the tenant is whole at one
 * cell, and nothing else is left.
 */
final class CrashMatrixTest {
  private static final List<String> OUTCOMES = new ArrayList<>();

  static Stream<Crash> theEdgesAndTheMostDangerousPlaces() {
    return Crash.shortList();
  }

  static Stream<Crash> everyPlace() {
    return Crash.all();
  }

  @ParameterizedTest
  @MethodSource
  void theEdgesAndTheMostDangerousPlaces(Crash crash) throws Exception {
    survives(crash);
  }

  @ParameterizedTest
  @MethodSource
  @Tag("long")
  void everyPlace(Crash crash) throws Exception {
    survives(crash);
  }

  @Test
  void noPlaceIsForgotten() {
    Set<FailPoint> killed = Crash.all().map(Crash::point).collect(Collectors.toSet());
    killed.addAll(Crash.ONLY_IN_A_SHARED_TARGET);
    killed.addAll(Crash.OF_A_RETURN);
    killed.addAll(Crash.OF_A_PURGE);
    killed.addAll(Crash.OF_A_HOOK);
    killed.addAll(Crash.OF_OBJECTS);
    assertThat(killed).isEqualTo(EnumSet.allOf(FailPoint.class));
  }

  @ParameterizedTest
  @CsvSource({"cutover-sealed, undo-decided"})
  void theNextMoverToo(String first, String second) throws Exception {
    survivesBoth(first, second);
  }

  @ParameterizedTest
  @CsvSource({
    "guard-closed, guard-opened",
    "drain-fenced, undo-lifted",
    "drain-durable>chunk-copied#2, guard-takeover-sessions-ended",
    "drain-durable>chunk-copied#2, guard-takeover-epoch-raised#2",
    "drain-durable>chunk-copied#2, copy-lease-entered",
    "chunk-copied#5, copy-prepared",
    "copy-prepared, drain-fenced",
    "snapshot-durable, check-recorded#2",
    "snapshot-durable, cutover-sealed",
    "cutover-sealed, undo-lifted",
    "cutover-sealed, discard-schema-undone",
    "cutover-durable, guard-takeover-epoch-raised",
    "resume-intent, guard-source-moved",
    "resume-handed-over, discard-lease-forgotten"
  })
  @Tag("long")
  void theNextMoverTooAnywhere(String first, String second) throws Exception {
    survivesBoth(first, second);
  }

  private static void survivesBoth(String first, String second) throws Exception {
    Map<String, String> patient = Map.of("rehome.fence-lease-seconds", Crash.LONG_LEASE);
    try (Scene scene = new Scene(Servers.fresh(2_000), patient)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      for (String label : List.of(first, second)) {
        kill(scene, move, label);
        Aftermath.checkBetween(scene, move);
      }
      String outcome = RecoveryTable.outcome(left(scene, move));
      require(outcome, end(scene, move, first + ", " + second));
    }
  }

  private static void survives(Crash crash) throws Exception {
    Sandbox sandbox = Servers.fresh(2_000);
    try (AutoCloseable stage = crash.way().prepare(sandbox);
        Scene scene = new Scene(sandbox, crash.way().settings())) {
      assertThat(stage).isNotNull();
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      kill(scene, move, crash.label(), crash.way().wants());
      Aftermath.checkBetween(scene, move);
      String outcome = crash.way().outcome(left(scene, move));
      crash.way().wish().ifPresent(wish -> scene.wish(move, wish));
      Moved end = end(scene, move, crash.toString());
      crash.way().check(sandbox);
      require(outcome, end);
    }
  }

  private static Moved left(Scene scene, String move) {
    return scene.history().move(move).orElseThrow();
  }

  /** Not one of those that do no harm: the one that the recovery table names. */
  private static void require(String outcome, Moved end) {
    assertThat(end.status()).as(end.toString()).isEqualTo(outcome);
  }

  /** Planted: a recovery that always undoes leaves the tenant whole, and is wrong all the same. */
  @ParameterizedTest
  @CsvSource({"snapshot-durable", "cutover-durable"})
  @Tag("long")
  void aRecoveryThatAlwaysUndoesIsSeen(String label) throws Exception {
    Map<String, String> patient = Map.of("rehome.fence-lease-seconds", Crash.LONG_LEASE);
    try (Scene scene = new Scene(Servers.fresh(2_000), patient)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      kill(scene, move, label);
      String outcome = RecoveryTable.outcome(left(scene, move));
      scene.wish(move, Wish.ROLLBACK);
      Moved undone = end(scene, move, label + ", always undone");
      assertThatThrownBy(() -> require(outcome, undone)).isInstanceOf(AssertionError.class);
    }
  }

  private static Moved end(Scene scene, String move, String what) throws Exception {
    long start = System.nanoTime();
    Moved end = scene.startAgain(move);
    long millis = (System.nanoTime() - start) / 1_000_000;
    OUTCOMES.add("%-50s %-12s %5d ms  %s".formatted(what, end.status(), millis, end.message()));
    Aftermath.check(scene, end);
    return end;
  }

  private static void kill(Scene scene, String move, String label, String... wants)
      throws Exception {
    try (MoverProcess mover = scene.mover(move, label, wants)) {
      int status = mover.ended();
      assertThat(status)
          .as("%s was not hit:%n%s", label, mover.log())
          .isEqualTo(MoverProcess.KILLED);
    }
  }

  @AfterAll
  static void print() {
    OUTCOMES.forEach(System.out::println);
  }
}
