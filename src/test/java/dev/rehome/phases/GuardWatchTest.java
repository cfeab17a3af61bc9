package dev.rehome.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.books.Pauses;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.Position.Undo;
import dev.rehome.settings.Limits;
import dev.rehome.store.Component;
import dev.rehome.store.Fence;
import dev.rehome.store.Fenced;
import dev.rehome.store.HandOver;
import dev.rehome.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sealing and releasing may come at the same time: the cutover, and the pulse. */
final class GuardWatchTest {
  private final List<String> calls = new ArrayList<>();
  private Runnable whileRenewing = () -> {};
  private final Move move = HeldTest.move(Phase.CUTOVER, Undo.NONE);
  private final Component fake = new Fake();
  private final GuardWatch watch =
      new GuardWatch(
          new Components(List.of(fake), cell -> Optional.of(Set.of("fake"))),
          new Pauses(null),
          Limits.DEFAULTS,
          Clock.systemUTC());

  @Test
  void whatIsSealedIsNotReleased() {
    watch.closed(move, fake, Instant.now());
    watch.seal(move);
    watch.whileClosed(move, () -> watch.release(move));
    assertThat(calls).containsExactly("renew", "seal");
  }

  @Test
  void theReleaseWaitsForTheSealingAndThenFindsNothingToDo() throws Exception {
    watch.closed(move, fake, Instant.now());
    Thread beat = new Thread(() -> watch.whileClosed(move, () -> watch.release(move)));
    whileRenewing =
        () -> {
          beat.start();
          await().until(() -> beat.getState() == Thread.State.BLOCKED);
        };
    watch.seal(move);
    beat.join();
    assertThat(calls).containsExactly("renew", "seal");
  }

  @Test
  void whatIsReleasedIsNotSealed() {
    watch.closed(move, fake, Instant.now());
    watch.whileClosed(move, () -> watch.release(move));
    watch.closed(move, fake, Instant.now());
    assertThatThrownBy(() -> watch.seal(move)).isInstanceOf(MoveFailed.class);
    assertThat(calls).containsExactly("lift", "renew");
  }

  private final class Fake implements Component {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public Store store() {
      throw new UnsupportedOperationException("not asked for here");
    }

    @Override
    public Fence fence() {
      return new Recording();
    }

    @Override
    public HandOver handOver() {
      throw new UnsupportedOperationException("not asked for here");
    }
  }

  private final class Recording implements Fence {
    @Override
    public Fenced close(Move closed, Duration drainTimeout) {
      throw new UnsupportedOperationException("not asked for here");
    }

    @Override
    public boolean renew(Move renewed, Duration lease) {
      calls.add("renew");
      whileRenewing.run();
      return !calls.contains("lift");
    }

    @Override
    public boolean seal(Move sealed) {
      return calls.add("seal");
    }

    @Override
    public boolean lift(Move lifted) {
      return calls.add("lift");
    }
  }
}
