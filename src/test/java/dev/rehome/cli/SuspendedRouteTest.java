package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.Assembly;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.pipeline.Jmx;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator suspends a component's route in the middle of a real copy. */
class SuspendedRouteTest {
  /** Many small chunks, one at a time. */
  private static final Limits LIMITS = new Limits(30, 300, 5, 20, 30, 2, 1, 4 << 10, 64L << 20);

  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  @Test
  void theMoveIsPausedInItsCopyAndGoesOnInTheSameProcess() throws Exception {
    Pipeline pipeline =
        Pipeline.start(
            Assembly.wire(SANDBOX.get().settings(LIMITS), Optional.empty()),
            Path.of("routes"),
            (name, text) -> List.of(),
            /* inboxOn= */ false);
    try (Jmx jmx = new Jmx()) {
      History history = pipeline.wiring().history();
      String move =
          pipeline
              .submit(
                  new Job("j1", Tenant.named("acme"), "us_east", "us_west", Options.NONE, "test"))
              .move()
              .orElseThrow();
      await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  copied(history, move).copied().stream()
                      .anyMatch(of -> of.planned() && of.chunksDone() > of.ahead()));
      jmx.suspend("copy-postgres");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> history.move(move).orElseThrow().status().equals("paused"));
      Moved.Progress then = copied(history, move);
      assertThat(then.chunksDone()).isLessThan(then.chunks());
      Timestamp deadline = deadline();
      await().atMost(Duration.ofSeconds(30)).until(() -> deadline().after(deadline));
      await().atMost(Duration.ofSeconds(30)).until(() -> deadline.before(now()));
      assertThat(copied(history, move).copied()).isEqualTo(then.copied());

      jmx.resume("copy-postgres");
      Submitted ended =
          await()
              .atMost(Duration.ofSeconds(120))
              .until(() -> history.job("j1").orElseThrow(), now -> now.word().isPresent());
      assertThat(ended.word()).as(ended.message()).contains(Word.MOVED);
      assertThat(history.move(move).orElseThrow().epoch()).isEqualTo(1);
    } finally {
      pipeline.stop(Duration.ofSeconds(20));
    }
  }

  private static Moved.Progress copied(History history, String move) {
    return history.story(move).orElseThrow().progress();
  }

  /** Until when the guard refuses, by the source's clock. */
  private static Timestamp deadline() throws SQLException {
    return asked("SELECT until FROM _rehome.guard");
  }

  private static Timestamp now() throws SQLException {
    return asked("SELECT clock_timestamp()");
  }

  private static Timestamp asked(String query) throws SQLException {
    try (Connection source = SANDBOX.get().connect("us_east");
        Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getTimestamp(1);
    }
  }
}
