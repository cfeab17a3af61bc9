package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.model.Mark;
import dev.rehome.model.Phase;
import dev.rehome.moves.Changed;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Residue;
import dev.rehome.moves.TcpProxy;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network between the mover and a cell, in the middle of a copy. */
class ConnectionCutTest {
  private static final long BYTES_PER_SECOND = 60_000;

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @ParameterizedTest
  @ValueSource(strings = {"us_east", "us_west"})
  void cutOnceItIsTriedAgain(String cell) throws Exception {
    try (TcpProxy proxy = TcpProxy.to(sandbox.get().server(cell).port());
        Mover mover = new Mover(through(proxy, cell, Limits.DEFAULTS))) {
      Submitted submitted = mover.submit("j1", "acme", "us_east", "us_west");
      copying(mover, submitted);
      proxy.cut();
      Submitted done = mover.ended("j1");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      assertThat(Product.seeded(sandbox.get(), "us_west", "acme"))
          .isEqualTo(Product.seeded(sandbox.get(), "us_east", "acme"));
    }
  }

  @Test
  void aTargetThatStaysAwayKeepsNobodyWaitingAndIsCleanedWhenItIsBack() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (TcpProxy proxy = TcpProxy.to(sandbox.get().server("us_west").port());
        Mover mover = new Mover(through(proxy, "us_west", pauseOf(8)))) {
      Submitted submitted = mover.submit("j1", "acme", "us_east", "us_west");
      copying(mover, submitted);
      proxy.down();
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(60))
          .until(() -> undo(mover, submitted).equals("pending"));
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(2))
          .until(() -> Product.tryToWrite(sandbox.get(), "us_east", "acme").isEmpty());
      Submitted done = mover.ended("j1");
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(undo(mover, done)).isEqualTo("pending");
      proxy.up();
      mover.clean(done);
      assertThat(undo(mover, done)).isEqualTo("done");
    }
    assertThat(residue.left()).isEmpty();
  }

  @Test
  @Tag("long")
  void aTargetThatOnlyStallsIsGivenUpWhenThePauseHasTakenTooLong() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (TcpProxy proxy = TcpProxy.to(sandbox.get().server("us_west").port());
        Mover mover = new Mover(through(proxy, "us_west", pauseOf(15)))) {
      Submitted submitted = mover.submit("j1", "acme", "us_east", "us_west");
      copying(mover, submitted);
      proxy.stall();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Product.tryToWrite(sandbox.get(), "us_east", "acme").isEmpty());
      Submitted done = mover.ended("j1");
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(done.message()).contains("pause-max-seconds");
      proxy.up();
      mover.clean(done);
    }
    assertThat(residue.left()).isEmpty();
  }

  private static String undo(Mover mover, Submitted submitted) {
    return mover.story(submitted).move().cleanUp();
  }

  private Settings through(TcpProxy proxy, String cell, Limits limits) {
    Settings slow = Changed.slow(sandbox.get().settings(limits), "us_east", BYTES_PER_SECOND);
    return Changed.port(slow, cell, proxy.port());
  }

  private static Limits pauseOf(int seconds) {
    return new Limits(30, seconds, 60, 20, 30, 2, 4, 64L << 20, 64L << 20);
  }

  /** Waits until some chunks are there, and others are not. */
  private static void copying(Mover mover, Submitted submitted) {
    mover.reaches(submitted, Phase.SNAPSHOT, Mark.INTENT);
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(30))
        .until(() -> mover.story(submitted).progress().counts().getOrDefault("rows", 0L) > 100);
    assertThat(mover.story(submitted).move().phase()).isEqualTo("SNAPSHOT");
  }
}
