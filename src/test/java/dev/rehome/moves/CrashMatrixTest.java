package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.Moved;
import dev.rehome.journal.Wishes.Wish;
import dev.rehome.model.FailPoint;
import dev.rehome.moves.Crash.Way;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertThat(killed).isEqualTo(EnumSet.allOf(FailPoint.class));
  }

  private static void survives(Crash crash) throws Exception {
    try (Scene scene = new Scene(Servers.fresh(2_000), crash.way().settings());
        AutoCloseable stage = crash.way().prepare(scene)) {
      assertThat(stage).isNotNull();
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      kill(scene, move, crash);
      Aftermath.checkBetween(scene, move);
      if (crash.way() == Way.ROLLBACK || crash.way() == Way.TOO_LATE) {
        scene.wish(move, Wish.ROLLBACK);
      }
      long start = System.nanoTime();
      Moved end = scene.startAgain(move);
      long millis = (System.nanoTime() - start) / 1_000_000;
      OUTCOMES.add("%-50s %-12s %5d ms  %s".formatted(crash, end.status(), millis, end.message()));
      Aftermath.check(scene, end);
      crash.way().check(scene);
      assertThat(crash.way().allows(end.status())).as("%s %s", crash, end).isTrue();
    }
  }

  private static void kill(Scene scene, String move, Crash crash) throws Exception {
    try (MoverProcess mover = scene.mover(move, crash.label(), crash.way().wants())) {
      int status = mover.ended();
      assertThat(status)
          .as("%s was not hit:%n%s", crash, mover.log())
          .isEqualTo(MoverProcess.KILLED);
    }
  }

  @AfterAll
  static void print() {
    OUTCOMES.forEach(System.out::println);
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
