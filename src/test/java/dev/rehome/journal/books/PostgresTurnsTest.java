package dev.rehome.journal.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.journal.ControlStore;
import dev.rehome.model.PassingFault;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import dev.rehome.store.Turns.Turn;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Turns of two processes over one control store, which is a real one. */
final class PostgresTurnsTest {
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration LATER = Duration.ofSeconds(12);

  private final Sandbox sandbox = Servers.fresh(2_000);
  private final ControlStore one = ControlStore.open(sandbox.database("control"));
  private final ControlStore two = ControlStore.open(sandbox.database("control"));
  private final PostgresTurns ours = new PostgresTurns(one);
  private final PostgresTurns theirs = new PostgresTurns(two);

  @AfterEach
  void close() throws Exception {
    one.close();
    two.close();
    sandbox.close();
  }

  @Test
  void oneAtATimeForEachThing() {
    try (Turn turn = ours.take("a", SOON)) {
      turn.require();
      for (PostgresTurns others : new PostgresTurns[] {ours, theirs}) {
        assertThatThrownBy(() -> others.take("a", SOON))
            .isInstanceOf(PassingFault.class)
            .hasMessageContaining("another worker has the turn to change a");
      }
      theirs.take("b", SOON).close();
    }
    theirs.take("a", SOON).close();
    ours.take("a", SOON).close();
  }

  /** It is asked meanwhile whether the lease holds: that must not be a part of the turn. */
  @Test
  void whatIsAskedMeanwhileIsNoPartOfIt() {
    String session = "SELECT pg_backend_pid()";
    try (Turn turn = ours.take("a", SOON)) {
      turn.require();
      int locks =
          one.call(
              jdbc ->
                  jdbc.sql(
                          "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = ("
                              + session
                              + ")")
                      .query(Integer.class)
                      .single());
      assertThat(locks).isZero();
    }
  }

  @Test
  void whoSleepsWithinItLosesIt() {
    Turn asleep = ours.take("a", SOON);
    long begun = System.nanoTime();
    try (Turn next = theirs.take("a", LATER)) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(8));
      assertThatThrownBy(asleep::require)
          .isInstanceOf(PassingFault.class)
          .hasMessageContaining("control store");
      next.require();
      assertThatThrownBy(asleep::close).isInstanceOf(PassingFault.class);
    }
    ours.take("a", SOON).close();
  }

  @Test
  void withoutAControlStoreThereIsNone() {
    one.close();
    assertThatThrownBy(() -> ours.take("a", SOON)).isInstanceOf(PassingFault.class);
  }
}
