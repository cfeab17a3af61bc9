package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Registry;
import dev.rehome.journal.books.Delays;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of a move while it goes on, and when it has ended. */
final class StoryTest {
  private static final Duration LENGTH = Duration.ofSeconds(15);

  @RegisterExtension static final JournalBook book = new JournalBook();

  private final Leases alice = new Leases(book.control(), "alice@east, pid 7");

  private static Moved.Story story(Move move) {
    return new History(book.control(), Registry.KINDS).story(move.id()).orElseThrow();
  }

  @Test
  void whoWorksOnItLivesWhileItsLeaseDoes() {
    Move move = book.claim(book.submit("lively", Options.NONE), alice);
    Workers.Seen worker = story(move).worker();
    assertThat(worker.who()).contains("alice@east, pid 7");
    assertThat(worker.lives()).isTrue();
    assertThat(worker.heard().orElseThrow()).isLessThan(LENGTH);
  }

  @Test
  void whoseLeaseHasRunOutLivesNoMore() {
    Move move = book.claim(book.submit("dead", Options.NONE), alice);
    alice.renew(move, Duration.ZERO);
    assertThat(story(move).worker().who()).contains("alice@east, pid 7");
    assertThat(story(move).worker().lives()).isFalse();
  }

  @Test
  void aMoveThatWasLetGoIsNobodys() {
    Move move = book.claim(book.submit("free", Options.NONE), alice);
    alice.release(move, Duration.ZERO);
    assertThat(story(move).worker().who()).isEmpty();
    assertThat(story(move).worker().heard()).isPresent();
  }

  @Test
  void thisProcessIsCalledByUserHostAndNumber() {
    assertThat(Workers.thisProcess())
        .startsWith(System.getProperty("user.name") + "@")
        .endsWith(", pid " + ProcessHandle.current().pid())
        .as("what the host is called is asked once")
        .isSameAs(Workers.thisProcess());
  }

  @Test
  void aDelayThatDiffersInNumbersAloneIsRecordedOnce() {
    Move move = book.claim(book.submit("late", Options.NONE), alice);
    Delays delays = new Delays(book.control());
    delays.tell(move, "m1/7@us_east: timed out after 10001 ms");
    delays.tell(move, "m1/8@us_east: timed out after 10013 ms");
    assertThat(records(move)).containsExactly("m1/7@us_east: timed out after 10001 ms");
    delays.tell(move, "m1/8@us_east: connection refused");
    assertThat(records(move)).hasSize(2).contains("m1/8@us_east: connection refused");
  }

  private static List<String> records(Move move) {
    return book.control()
        .call(
            jdbc ->
                jdbc.sql(
                        "SELECT message FROM _system.journal WHERE move = :move AND message LIKE"
                            + " '%us_east%' ORDER BY seq")
                    .param("move", move.id())
                    .query(String.class)
                    .list());
  }

  @Test
  void aPhaseThatGoesOnTellsItsTimeSoFar() {
    Move move = book.claim(book.submit("patient", Options.NONE), alice);
    Duration first = story(move).phases().get(0).took();
    book.control().call(jdbc -> jdbc.sql("SELECT pg_sleep(0.05)").query((r, n) -> "").single());
    assertThat(story(move).phases().get(0).took()).isGreaterThanOrEqualTo(first.plusMillis(50));
    assertThat(story(move).phases().get(0).ended()).isFalse();
  }

  private static final Offset<Double> LITTLE = Offset.offset(1e-9);

  private static Moved.Progress progress(Move move) {
    return new History(book.control(), Registry.KINDS).progress(move.id());
  }

  @Test
  void allOfTheWorkIsDoneOnlyWhenAllIsProven() {
    Move move = book.at("working", Phase.SNAPSHOT, Mark.INTENT);
    assertThat(progress(move).done()).as("what was copied ahead").isCloseTo(4 / 12.0, LITTLE);
    book.planned(move, "postgres");
    book.receipt(move, "postgres", "c1");
    assertThat(progress(move).done())
        .as("half of a copy of two components")
        .isCloseTo(5 / 12.0, LITTLE);
    book.receipt(move, "postgres", "c2");
    assertThat(progress(move).done()).isCloseTo(6 / 12.0, LITTLE);
    book.copied(move, "objects");
    assertThat(progress(move).done()).as("all copied, nothing proven").isCloseTo(8 / 12.0, LITTLE);
    book.proven(move, "postgres");
    book.verdict(move, "objects", "rows", true);
    assertThat(progress(move).done()).isCloseTo(11 / 12.0, LITTLE);
    book.verdict(move, "objects", "digest", true);
    assertThat(progress(move).done()).isCloseTo(1, LITTLE);
    assertThat(progress(book.takenOver(move)).done())
        .as("checks count for one worker")
        .isCloseTo(8 / 12.0, LITTLE);
  }

  @Test
  void notHalfOfItIsDoneWhenAllThatNeedsNoFenceIsCopied() {
    Move move = book.at("ahead", Phase.COPY, Mark.INTENT);
    assertThat(progress(move).done()).isZero();
    book.ahead(move, "postgres");
    assertThat(progress(move).done()).isCloseTo(1 / 6.0, LITTLE);
    book.ahead(move, "objects");
    assertThat(progress(move).done()).isCloseTo(2 / 6.0, LITTLE);
  }

  @Test
  void aPreflightTellsWhatItLooksAt() {
    Move move = book.write(book.begun("looking", Options.NONE), Phase.PREFLIGHT, Mark.INTENT);
    Doings doings = new Doings(book.control());
    doings.at(move, "postgres", "roles", 7, 23);
    doings.at(move, "objects", "listing", 12_000, 0);
    assertThat(progress(move).doing())
        .isEqualTo("objects: listing (12,000), postgres: roles (7 of 23)");
    doings.at(move, "postgres", "the guard", 23, 23);
    assertThat(progress(move).doing()).isEqualTo("objects: listing (12,000)");
    book.write(move, Phase.PREFLIGHT, Mark.DURABLE);
    assertThat(progress(move).doing()).isEmpty();
  }

  @Test
  void anOutcomeTellsHowMuchHowLongAndWhatIsLeft() {
    Move move = book.done("moved");
    Map<String, Object> outcome = StoryFacts.outcome(story(move));
    assertThat(outcome)
        .containsKeys("seconds", "pause_seconds", "rows", "objects", "bytes", "phases");
    assertThat(outcome.get("components").toString())
        .contains("component=postgres, unit=rows", "component=objects, unit=objects");
    assertThat(outcome.get("left_behind"))
        .isEqualTo(
            List.of(
                "what was copied, at a, where writes are refused: rehome purge moved deletes it"));
    assertThat(story(move).phases()).allMatch(Moved.PhaseTime::ended);
  }
}
