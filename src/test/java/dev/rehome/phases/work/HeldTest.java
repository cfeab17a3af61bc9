package dev.rehome.phases.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.Position.Undo;
import dev.rehome.model.StaleLease;
import org.junit.jupiter.api.Test;

final class HeldTest {
  private final Held held = new Held();

  @Test
  void aChunkThatWaitedForItsNextTryDoesNotBeginWhenTheMoveIsBeingUndone() {
    Move move = BareComponent.move(Phase.SNAPSHOT, Undo.NONE);
    held.hold(move);
    assertThat(held.work("m1", Move::epoch)).isEqualTo(1);
    held.undo(move.withEpoch(2));
    assertThatThrownBy(() -> held.work("m1", Move::epoch)).isInstanceOf(StaleLease.class);
    assertThat(held.move("m1").epoch()).isEqualTo(2);
    held.awaitIdle("m1");
  }

  @Test
  void norWhenItIsTakenAgainInTheMiddleOfItsUndoOrAfterItsCutover() {
    for (Move taken :
        new Move[] {
          BareComponent.move(Phase.SNAPSHOT, Undo.UNFENCED),
          BareComponent.move(Phase.RESUME, Undo.NONE)
        }) {
      held.hold(taken);
      assertThatThrownBy(() -> held.work("m1", Move::epoch)).isInstanceOf(StaleLease.class);
    }
  }

  @Test
  void theFirstOrderToEndStandsUntilTheUndo() {
    Move move = BareComponent.move(Phase.SNAPSHOT, Undo.NONE);
    held.hold(move);
    held.order("m1", new MoveFailed("first"));
    held.order("m1", new MoveFailed("second"));
    assertThatThrownBy(() -> held.obey("m1")).hasMessage("first");
    held.obey("m1", order -> false);
    held.undo(move);
    held.obey("m1");
  }
}
