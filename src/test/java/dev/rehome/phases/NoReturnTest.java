package dev.rehome.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.journal.books.Pauses;
import dev.rehome.model.Move;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Phase;
import dev.rehome.model.Position.Undo;
import dev.rehome.phases.work.BareComponent;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.GuardWatch;
import dev.rehome.phases.work.Held;
import dev.rehome.settings.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long a silent source is waited for before there is no way back. */
final class NoReturnTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Move move = BareComponent.move(Phase.CUTOVER, Undo.NONE);
  private final Held held = new Held();
  private final NoReturn noReturn;
  private Instant now = Instant.EPOCH;
  private boolean silent = true;
  private int asked;

  NoReturnTest() {
    held.hold(move);
    Clock clock = new Settable();
    Components components =
        new Components(List.of(new Source()), cell -> Optional.of(Set.of("source")));
    GuardWatch guard = new GuardWatch(components, new Pauses(null), Limits.DEFAULTS, clock);
    noReturn = new NoReturn(guard, null, null, held, clock);
  }

  @Test
  void aSourceThatIsSilentForAMomentAfterLongQuestionsIsAskedAgain() {
    String unasked =
        noReturn.asked(
            move,
            () -> {
              asked++;
              now = now.plus(LONG);
              if (asked == 1) {
                throw new PassingFault("cut", null);
              }
            });
    assertThat(unasked).isEmpty();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void oneThatStaysSilentIsNotWaitedForForever() {
    String unasked =
        noReturn.asked(
            move,
            () -> {
              asked++;
              now = now.plusSeconds(10);
              throw new PassingFault("cut", null);
            });
    assertThat(unasked)
        .isEqualTo(
            "a does not answer: cut; it was not looked at once more before writes were let in");
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void whatFailsWhileTheSourceAnswersIsThrown() {
    silent = false;
    assertThatThrownBy(
            () ->
                noReturn.asked(
                    move,
                    () -> {
                      throw new PassingFault("the target does not answer", null);
                    }))
        .hasMessage("the target does not answer");
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

  private final class Source extends BareComponent {
    @Override
    public String name() {
      return "source";
    }

    @Override
    public boolean seal(Move sealed) {
      if (silent) {
        throw new PassingFault("cut", null);
      }
      return true;
    }
  }
}
