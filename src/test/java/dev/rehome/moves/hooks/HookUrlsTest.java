package dev.rehome.moves.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Aftermath;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Product;
import dev.rehome.moves.Scene;
import dev.rehome.sandbox.Servers;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application with URLs is told at the right moments, and none of them is printed. */
class HookUrlsTest {
  private Listening application;

  @BeforeEach
  void listen() throws Exception {
    application = new Listening();
  }

  @AfterEach
  void close() {
    application.close();
  }

  private Scene scene(Map<String, String> more) throws Exception {
    Map<String, String> all = new HashMap<>(application.settings());
    all.putAll(more);
    return new Scene(Servers.fresh(2_000), all);
  }

  @Test
  void theApplicationIsToldBetweenTheFences() throws Exception {
    try (Scene scene = scene(Map.of("rehome.cell.us_west.health-urls", application.url("/ok")))) {
      application.looksAt(scene);
      application.answering("/drain", 503).answering("/switch", 429).answering("/ok", 503);
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      Moved end = scene.startAgain(move);
      assertThat(end.status()).as(end.message()).isEqualTo("done");
      assertThat(application.heard())
          .containsExactly(
              "drain us_east",
              "drain us_east",
              "switch us_west",
              "switch us_west",
              "health",
              "health",
              "resume us_west");
      Listening.Call drain = application.calls().get(1);
      assertThat(drain.atSource()).isEqualTo("passes");
      assertThat(drain.atTarget()).as("copied ahead, and guarded").isEqualTo("RH001");
      assertThat(drain.placement()).isEqualTo(Scene.SOURCE);
      assertThat(application.calls().subList(2, 6))
          .allSatisfy(
              call -> {
                assertThat(call.atSource()).isEqualTo("RH001");
                assertThat(call.atTarget()).isEqualTo("RH001");
                assertThat(call.placement()).isEqualTo(Scene.TARGET);
              });
      Listening.Call resume = application.calls().get(6);
      assertThat(resume.atSource()).isEqualTo("RH001");
      assertThat(resume.atTarget()).isEqualTo("passes");
      assertThat(resume.body())
          .hasToString(
              "{\"hook\":\"resume\",\"tenant\":\"acme\",\"tenant_id\":\"acme\",\"move\":\"%s\",\"source\":\"us_east\",\"target\":\"us_west\",\"epoch\":1,\"cell\":\"us_west\"}"
                  .formatted(move));
      assertThat(scene.history().story(move).orElseThrow().hooks())
          .extracting(call -> call.what(), call -> call.done())
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("drain us_east", true),
              org.assertj.core.groups.Tuple.tuple("switch us_west", true),
              org.assertj.core.groups.Tuple.tuple("resume us_west", true));
      Aftermath.check(scene, end);
    }
  }

  @Test
  void aSwitchThatIsRefusedIsTheWayBackAndItsUrlIsNowhere() throws Exception {
    try (Scene scene = scene(Map.of())) {
      application.answering("/switch", 403).answering("/resume", 500, 500);
      application.looksAt(scene);
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      try (MoverProcess mover = scene.mover(move, "")) {
        assertThat(mover.ended()).as(mover.log()).isZero();
        assertThat(mover.log()).contains("hook switch of us_west").doesNotContain("t0ken");
      }
      Moved end = scene.history().move(move).orElseThrow();
      assertThat(end.status()).isEqualTo("aborted");
      assertThat(end.message())
          .contains("hook switch of us_west (http://127.0.0.1): it answered 403");
      assertThat(application.heard())
          .containsExactly(
              "drain us_east",
              "switch us_west",
              "resume us_east",
              "resume us_east",
              "resume us_east");
      Listening.Call resume = application.calls().get(2);
      assertThat(resume.atSource()).isEqualTo("passes");
      assertThat(resume.placement()).isEqualTo(Scene.SOURCE);
      assertThat(resume.body().path("epoch").asInt())
          .isGreaterThan(application.calls().get(1).body().path("epoch").asInt());
      Aftermath.check(scene, end);
      try (Connection control = scene.sandbox().connect("control")) {
        assertThat(
                Product.column(
                    control,
                    "SELECT a::text FROM _system.audit a UNION ALL SELECT j::text FROM"
                        + " _system.journal j"))
            .isNotEmpty()
            .noneMatch(row -> row.contains("t0ken"));
      }
      assertThat(scene.settings().cell(Scene.SOURCE).orElseThrow().application().toString())
          .contains("http://127.0.0.1")
          .doesNotContain("t0ken");
    }
  }

  @Test
  void aSickTargetIsTheWayBack() throws Exception {
    try (Scene scene = scene(Map.of("rehome.cell.us_west.health-urls", application.url("/sick")))) {
      application.answering("/sick", 503, 503, 503, 503);
      Moved end = scene.startAgain(scene.submit("j1", Scene.SOURCE, Scene.TARGET));
      assertThat(end.status()).isEqualTo("aborted");
      assertThat(end.message())
          .contains("health of us_west (http://127.0.0.1): it answered 503, 4 times");
      assertThat(application.heard())
          .containsExactly(
              "drain us_east",
              "switch us_west",
              "health",
              "health",
              "health",
              "health",
              "resume us_east");
      Aftermath.check(scene, end);
    }
  }

  @Test
  void aDrainThatNeverAnswersWellIsUndoneWhenItsTimeIsOver() throws Exception {
    try (Scene scene = scene(Map.of("rehome.drain-timeout-seconds", "4"))) {
      application.answering("/drain", 503, 503, 503, 503, 503, 503, 503, 503, 503, 503);
      Moved end = scene.startAgain(scene.submit("j1", Scene.SOURCE, Scene.TARGET));
      assertThat(end.status()).isEqualTo("aborted");
      assertThat(end.message())
          .contains("it answered 503; no time is left (drain-timeout-seconds)");
      assertThat(application.heard().stream().filter("drain us_east"::equals).count())
          .isBetween(2L, 9L);
      assertThat(application.heard()).endsWith("resume us_east").doesNotContain("switch us_west");
      Aftermath.check(scene, end);
    }
  }

  @Test
  void aRehearsalCallsNobody() throws Exception {
    try (Scene scene = scene(Map.of())) {
      Moved end = scene.startAgain(scene.submitRehearsal("j1"));
      assertThat(end.status()).isEqualTo("rolled_back");
      assertThat(application.heard()).isEqualTo(List.of());
    }
  }
}
