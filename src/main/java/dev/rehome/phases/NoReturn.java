package dev.rehome.phases;

import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Stopped;
import dev.rehome.patience.Patience;
import dev.rehome.phases.work.GuardWatch;
import dev.rehome.phases.work.Held;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is asked between the cutover and the point of no return: until then going back loses
 * nothing, afterwards there is no way back.
 */
public final class NoReturn {
  /** A source that is away for longer must not keep the tenant out of both cells. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Between two questions to it. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private final GuardWatch guard;
  private final Live live;
  private final LastLooks looks;
  private final Held held;
  private final Clock clock;

  public NoReturn(GuardWatch guard, Live live, LastLooks looks, Held held, Clock clock) {
    this.guard = guard;
    this.live = live;
    this.looks = looks;
    this.held = held;
    this.clock = clock;
  }

  /**
   * Asks the live target, then both sides once more what changed behind the proof, and the source
   * whether its fence is sealed still. A source that does not answer for a while is not asked any
   * more: it was sealed before the placement changed, and refuses whatever becomes of it.
   *
   * @return what could not be asked, for the record; empty when all was
   * @throws dev.rehome.model.MoveFailed when something says no
   * @throws PassingFault when it may say otherwise the next time
   */
  String pass(Move move) {
    live.require(move);
    return asked(
        move,
        () -> {
          looks.resuming(move);
          guard.requireSealed(move);
        });
  }

  /** The questions may take minutes: patience begins when the source is silent. */
  String asked(Move move, Runnable questions) {
    Optional<Instant> end = Optional.empty();
    while (true) {
      try {
        questions.run();
        return "";
      } catch (PassingFault e) {
        Optional<String> silent = guard.silence(move);
        if (silent.isEmpty()) {
          throw e;
        }
        Instant now = clock.instant();
        if (end.filter(now::isAfter).isPresent()) {
          return silent.get() + "; it was not looked at once more before writes were let in";
        }
        end = end.or(() -> Optional.of(now.plus(PATIENCE)));
      }
      held.obey(move.id(), order -> !(order instanceof Stopped));
      Patience.pause(PAUSE, move + ": its source was waited for");
    }
  }
}
