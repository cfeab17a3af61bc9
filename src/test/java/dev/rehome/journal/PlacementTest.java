package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.model.StaleLease;
import dev.rehome.model.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The placement changes by compare-and-set on cell and epoch, and its news with it. */
final class PlacementTest {
  @RegisterExtension static final JournalBook book = new JournalBook();

  private static List<String> column(String sql, String tenant) {
    return book.control()
        .call(jdbc -> jdbc.sql(sql).param("tenant", tenant).query(String.class).list());
  }

  private static String placed(String tenant) {
    return column("SELECT database FROM _system.tenants WHERE name = :tenant", tenant).get(0);
  }

  private static List<String> news(String tenant) {
    return column(
        """
        SELECT concat_ws(' ', topic, body->>'tenant', body->>'database', body->>'epoch', body->>'move')
        FROM _system.outbox WHERE tenant = :tenant AND sent_at IS NULL ORDER BY seq
        """,
        tenant);
  }

  private static List<String> records(Move move) {
    return column(
        """
        SELECT concat_ws(' ', phase, mark, nullif(undo, 'NONE')) FROM _system.journal j
        JOIN _system.moves m ON m.id = j.move WHERE m.tenant = :tenant ORDER BY seq DESC LIMIT 1
        """,
        move.tenant().name());
  }

  @Test
  void theCutoverChangesItAndSaysSo() {
    Move move = book.at("moved", Phase.CUTOVER, Mark.INTENT);
    assertThat(placed("moved")).isEqualTo(JournalBook.FROM);
    assertThat(news("moved")).isEmpty();
    Move durable = book.write(move, Phase.CUTOVER, Mark.DURABLE);
    assertThat(placed("moved")).isEqualTo(JournalBook.TO);
    String told = "placements moved b %d %s".formatted(move.epoch(), move.id());
    assertThat(news("moved")).containsExactly(told);
    book.write(durable, Phase.CUTOVER, Mark.DURABLE);
    assertThat(news("moved")).as("when its reply was lost").containsExactly(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"database = 'c'", "epoch = epoch + 1"})
  void whatIsNoLongerAsItWasIsNotChanged(String meanwhile) {
    String tenant = "other-" + meanwhile.charAt(0);
    Move move = book.at(tenant, Phase.CUTOVER, Mark.INTENT);
    book.sabotage("UPDATE _system.tenants SET %s WHERE name = '%s'".formatted(meanwhile, tenant));
    String before = placed(tenant);
    assertThatThrownBy(() -> book.write(move, Phase.CUTOVER, Mark.DURABLE))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining(
            "the placement of %s is no longer a at epoch %d", tenant, move.epoch());
    assertThat(placed(tenant)).isEqualTo(before);
    assertThat(news(tenant)).isEmpty();
    assertThat(records(move)).containsExactly("CUTOVER INTENT");
  }

  @Test
  void theWayBackIsANewEpochAndIsToldAfterTheCutover() {
    Move move = book.at("back", Phase.CUTOVER, Mark.DURABLE);
    Move undone = book.journal().decideUndo(move, Status.ABORTED, "planted");
    assertThat(undone.epoch()).isEqualTo(move.epoch() + 1);
    assertThat(placed("back")).isEqualTo(JournalBook.FROM);
    assertThat(news("back"))
        .containsExactly(
            "placements back b %d %s".formatted(move.epoch(), move.id()),
            "placements back a %d %s".formatted(undone.epoch(), move.id()));
  }

  @Test
  void anUndoBeforeTheCutoverTellsNobody() {
    Move move = book.at("never", Phase.CUTOVER, Mark.INTENT);
    book.journal().decideUndo(move, Status.ABORTED, "planted");
    assertThat(placed("never")).isEqualTo(JournalBook.FROM);
    assertThat(news("never")).isEmpty();
  }

  @Test
  void whoWasOvertakenChangesNothing() {
    Move move = book.at("stale", Phase.CUTOVER, Mark.INTENT);
    book.takenOver(move);
    assertThatThrownBy(() -> book.write(move, Phase.CUTOVER, Mark.DURABLE))
        .isInstanceOf(StaleLease.class)
        .hasMessageContaining("lease has epoch 1, the journal has epoch 2");
    assertThatThrownBy(() -> book.journal().decideUndo(move, Status.ABORTED, "planted"))
        .isInstanceOf(StaleLease.class);
    assertThat(placed("stale")).isEqualTo(JournalBook.FROM);
    assertThat(records(move)).containsExactly("CUTOVER INTENT");
  }
}
