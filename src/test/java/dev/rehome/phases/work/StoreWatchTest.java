package dev.rehome.phases.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.books.Pauses;
import dev.rehome.model.Move;
import dev.rehome.model.Phase;
import dev.rehome.model.Position.Undo;
import dev.rehome.settings.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store swallows what it is sent: what hangs in it is cut short, and nothing else is done. */
final class StoreWatchTest {
  private static final int LIMIT_SECONDS = 3;

  private final AtomicInteger cut = new AtomicInteger();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Held held = new Held();
  private final Components components =
      new Components(List.of(new Silent()), cell -> Optional.of(Set.of("silent")));
  private final Clock clock = new Settable();
  private final GuardWatch guard =
      new GuardWatch(components, new Pauses(null), Limits.DEFAULTS, clock);
  private final StoreWatch watch =
      new StoreWatch(components, held, guard, Duration.ofSeconds(LIMIT_SECONDS), clock);
  private volatile Instant now = Instant.EPOCH;

  @AfterEach
  void close() {
    answer.countDown();
    closed.countDown();
    watch.close();
  }

  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      watch.tick();
      now = now.plusSeconds(1);
    }
  }

  @Test
  void whatHangsAfterTheSealIsCutShortAndAgainWhenItHangsAgain() {
    held.hold(BareComponent.move(Phase.CUTOVER, Undo.NONE));
    seconds(LIMIT_SECONDS + 2);
    assertThat(cut).hasValue(0);
    seconds(1);
    await().until(() -> cut.get() == 1);
    seconds(LIMIT_SECONDS + 1);
    assertThat(cut).hasValue(1);
    seconds(1);
    await().until(() -> cut.get() == 2);
  }

  /** The beat hangs in the store, and keeps the pause: neither verdict nor undo comes by. */
  @Test
  void aBeatThatHangsInASilentSourceIsCutShort() throws Exception {
    Move move = BareComponent.move(Phase.SNAPSHOT, Undo.NONE);
    held.hold(move);
    guard.closed(move, components.named("silent"), now);
    Thread beat = new Thread(() -> guard.whileClosed(move, () -> guard.renew(move)));
    beat.start();
    await().until(() -> beat.getState() == Thread.State.WAITING);
    Thread undo = new Thread(() -> guard.forget(move));
    undo.start();
    await().until(() -> undo.getState() == Thread.State.BLOCKED);
    held.undo(BareComponent.move(Phase.SNAPSHOT, Undo.DECIDED));
    seconds(LIMIT_SECONDS + 3);
    beat.join(10_000);
    undo.join(10_000);
    assertThat(beat.isAlive()).isFalse();
    assertThat(undo.isAlive()).isFalse();
  }

  @Test
  void nothingIsCutOfAMoveWhoseTenantWrites() {
    held.hold(BareComponent.move(Phase.SNAPSHOT, Undo.NONE));
    seconds(10 * LIMIT_SECONDS);
    assertThat(cut).hasValue(0);
  }

  private final class Settable extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** Never answers; a renewal hangs until what it waits in is closed. */
  private final class Silent extends BareComponent {
    @Override
    public String name() {
      return "silent";
    }

    @Override
    public void reach(Move reached) {
      hang(answer);
    }

    @Override
    public void release(Move released) {
      cut.incrementAndGet();
      closed.countDown();
    }

    @Override
    public boolean renew(Move renewed, Duration lease) {
      hang(closed);
      return true;
    }

    private static void hang(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
