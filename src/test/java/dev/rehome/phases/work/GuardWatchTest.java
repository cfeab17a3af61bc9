package dev.rehome.phases.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.books.Pauses;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Sealing and releasing may come at the same time: the cutover, and the pulse. */
final class GuardWatchTest {
  private final List<String> calls = new ArrayList<>();
  private Runnable whileRenewing = () -> {};
  private final Move move = BareComponent.move(Phase.CUTOVER, Undo.NONE);
  private final Component fake = new Fake("fake", new Recording());
  private final GuardWatch watch = watch(fake);

  private static GuardWatch watch(Component... all) {
    Set<String> names = Arrays.stream(all).map(Component::name).collect(Collectors.toSet());
    return new GuardWatch(
        new Components(List.of(all), cell -> Optional.of(names)),
        new Pauses(null),
        Limits.DEFAULTS,
        Clock.systemUTC());
  }

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

  @Test
  void aStoreThatDoesNotAnswerKeepsNoOtherOneFromBeingReleased() {
    Fake silent = new Fake("silent", new Silent());
    Fake other = new Fake("other", new Recording());
    GuardWatch both = watch(silent, other);
    both.closed(move, silent, Instant.now());
    both.closed(move, other, Instant.now());
    assertThatThrownBy(() -> both.release(move)).isInstanceOf(PassingFault.class);
    assertThat(calls).containsExactly("lift");
    assertThat(silent.cut).isTrue();
    assertThat(other.cut).isTrue();
    assertThat(both.isClosed(move)).as("the next beat tries again").isTrue();
  }

  @Test
  void whoSaysNoAnswersAndWhoSaysNothingDoesNot() {
    GuardWatch no = watch(new Fake("no", new SaysNo()));
    assertThat(no.silence(move)).isEmpty();
    assertThatThrownBy(() -> no.requireSealed(move)).isInstanceOf(MoveFailed.class);
    assertThat(watch(fake, new Fake("silent", new Silent())).silence(move))
        .contains("a does not answer: connection refused");
  }

  private static final class Fake implements Component {
    private final String name;
    private final Fence fence;
    boolean cut;

    Fake(String name, Fence fence) {
      this.name = name;
      this.fence = fence;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void release(Move released) {
      cut = true;
    }

    @Override
    public Store store() {
      throw new UnsupportedOperationException("not asked for here");
    }

    @Override
    public Fence fence() {
      return fence;
    }

    @Override
    public HandOver handOver() {
      throw new UnsupportedOperationException("not asked for here");
    }
  }

  private final class Silent extends Recording {
    @Override
    public boolean seal(Move sealed) {
      throw new PassingFault("connection refused", null);
    }

    @Override
    public boolean lift(Move lifted) {
      throw new PassingFault("connection refused", null);
    }
  }

  private final class SaysNo extends Recording {
    @Override
    public boolean seal(Move sealed) {
      throw new MoveFailed("no rule says which rows of added are the tenant's");
    }
  }

  private class Recording implements Fence {
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
