package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Position.Undo;
import dev.rehome.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What may follow what, of moves in earnest: every pair of records is tried. */
final class OrderTest {
  @RegisterExtension static final JournalBook book = new JournalBook();

  private static final AtomicInteger TENANTS = new AtomicInteger();

  /** The worker that wrote the record on the left may write those on the right. */
  private static final Map<String, Set<String>> FORWARD =
      Map.ofEntries(
          Map.entry("PREFLIGHT INTENT", Set.of("PREFLIGHT DURABLE")),
          Map.entry("PREFLIGHT DURABLE", Set.of("PREFLIGHT INTENT", "COPY INTENT")),
          Map.entry("COPY INTENT", Set.of("COPY DURABLE")),
          Map.entry("COPY DURABLE", Set.of("COPY INTENT", "DRAIN INTENT")),
          Map.entry("DRAIN INTENT", Set.of("DRAIN DURABLE")),
          Map.entry("DRAIN DURABLE", Set.of("SNAPSHOT INTENT")),
          Map.entry("SNAPSHOT INTENT", Set.of("SNAPSHOT DURABLE")),
          Map.entry("SNAPSHOT DURABLE", Set.of("SNAPSHOT INTENT", "CUTOVER INTENT")),
          Map.entry("CUTOVER INTENT", Set.of("CUTOVER DURABLE")),
          Map.entry("CUTOVER DURABLE", Set.of("RESUME INTENT")),
          Map.entry("RESUME INTENT", Set.of("RESUME DURABLE")),
          Map.entry("RESUME DURABLE", Set.of()));

  /** The next worker, whose epoch no check has passed at yet. */
  private static final Map<String, Set<String>> TAKEN_OVER =
      Map.ofEntries(
          Map.entry("PREFLIGHT INTENT", Set.of("PREFLIGHT INTENT", "PREFLIGHT DURABLE")),
          Map.entry(
              "PREFLIGHT DURABLE", Set.of("PREFLIGHT INTENT", "PREFLIGHT DURABLE", "COPY INTENT")),
          Map.entry("COPY INTENT", Set.of("COPY INTENT", "COPY DURABLE")),
          Map.entry("COPY DURABLE", Set.of("COPY INTENT", "COPY DURABLE", "DRAIN INTENT")),
          Map.entry("DRAIN INTENT", Set.of("DRAIN INTENT", "DRAIN DURABLE")),
          Map.entry("DRAIN DURABLE", Set.of("DRAIN DURABLE", "SNAPSHOT INTENT")),
          Map.entry("SNAPSHOT INTENT", Set.of("SNAPSHOT INTENT", "SNAPSHOT DURABLE")),
          Map.entry("SNAPSHOT DURABLE", Set.of("SNAPSHOT INTENT", "SNAPSHOT DURABLE")),
          Map.entry("CUTOVER INTENT", Set.of()),
          Map.entry("CUTOVER DURABLE", Set.of("RESUME INTENT")),
          Map.entry("RESUME INTENT", Set.of("RESUME INTENT", "RESUME DURABLE")));

  private static List<String> records() {
    List<String> all = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      for (Mark mark : Mark.values()) {
        all.add(phase + " " + mark);
      }
    }
    return all;
  }

  private static Phase phase(String record) {
    return Phase.valueOf(record.split(" ", 2)[0]);
  }

  private static Mark mark(String record) {
    return Mark.valueOf(record.split(" ", 2)[1]);
  }

  private static Move at(String record) {
    return book.at("t" + TENANTS.incrementAndGet(), phase(record), mark(record));
  }

  private static long written(Move move) {
    return book.control()
        .call(
            jdbc ->
                jdbc.sql("SELECT count(*) FROM _system.journal WHERE move = :move")
                    .param("move", move.id())
                    .query(Long.class)
                    .single());
  }

  /** What was written after a record, of all that was tried. */
  private static Set<String> accepted(String last, boolean takenOver) {
    Set<String> accepted = new TreeSet<>();
    for (String next : records()) {
      Move move = takenOver ? book.takenOver(at(last)) : at(last);
      long before = written(move);
      try {
        book.write(move, phase(next), mark(next));
      } catch (MoveFailed e) {
        assertThat(e).hasMessageContaining("may not");
        assertThat(written(move)).as("%s, then %s", last, next).isEqualTo(before);
        continue;
      }
      if (written(move) > before) {
        accepted.add(next);
      }
    }
    return accepted;
  }

  private static Map<String, Set<String>> tried(Set<String> lasts, boolean takenOver) {
    Map<String, Set<String>> tried = new TreeMap<>();
    lasts.forEach(last -> tried.put(last, accepted(last, takenOver)));
    return tried;
  }

  @Test
  void forwardByOneRecord() {
    assertThat(tried(FORWARD.keySet(), false)).isEqualTo(FORWARD);
  }

  @Test
  void theNextWorkerProvesAgainBeforeItCutsOver() {
    assertThat(tried(TAKEN_OVER.keySet(), true)).isEqualTo(TAKEN_OVER);
  }

  @Test
  void theSameRecordIsNotWrittenTwiceByOneWorker() {
    for (String record : records()) {
      Move move = at(record);
      long before = written(move);
      book.write(move, phase(record), mark(record));
      assertThat(written(move)).as(record).isEqualTo(before);
    }
  }

  @Test
  void nothingFollowsTheDecisionToUndo() {
    for (String last : records()) {
      if (phase(last) == Phase.RESUME) {
        continue;
      }
      Move undone = book.journal().decideUndo(at(last), Status.ABORTED, "planted");
      assertThat(undone.position().undo()).isEqualTo(Undo.DECIDED);
      for (String next : records()) {
        assertThatThrownBy(() -> book.write(undone, phase(next), mark(next)))
            .as("%s, undone, then %s", last, next)
            .isInstanceOf(MoveFailed.class)
            .hasMessageContaining("is being undone");
      }
    }
  }

  @Test
  void thereIsNoWayBackFromResume() {
    for (Mark mark : Mark.values()) {
      Move move = at("RESUME " + mark);
      assertThatThrownBy(() -> book.journal().decideUndo(move, Status.ABORTED, "planted"))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("past the point of no return");
    }
  }

  @Test
  void preflightMustNameTheComponents() {
    Move move = book.to(book.begun("nameless", Options.NONE), Phase.PREFLIGHT, Mark.INTENT);
    assertThatThrownBy(() -> book.journal().advance(move, Phase.PREFLIGHT, Mark.DURABLE, Note.NONE))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("must name the move's components, got none");
  }

  @Test
  void anUndoneMoveGoesThroughItsStepsInOrderAndOnce() {
    Move decided = book.journal().decideUndo(at("DRAIN DURABLE"), Status.ABORTED, "planted");
    Move unfenced = book.journal().undone(decided, Undo.UNFENCED, "");
    long before = written(unfenced);
    assertThat(book.journal().undone(decided, Undo.UNFENCED, "").position())
        .isEqualTo(unfenced.position());
    assertThat(written(unfenced)).isEqualTo(before);
    Move clean = book.journal().undone(unfenced, Undo.CLEAN, "");
    assertThat(clean.position().status()).isEqualTo(Status.ABORTED);
    assertThat(book.journal().undone(decided, Undo.UNFENCED, "").position().undo())
        .isEqualTo(Undo.CLEAN);
  }
}
