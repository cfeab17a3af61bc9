package dev.rehome.journal.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.journal.Moves;
import dev.rehome.journal.Note;
import dev.rehome.journal.door.Journal;
import dev.rehome.journal.jobs.Submissions;
import dev.rehome.model.Job;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.Position;
import dev.rehome.model.StaleLease;
import dev.rehome.model.Status;
import dev.rehome.model.Tenant;
import dev.rehome.objects.MemoryBook;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectBook.Listing;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every list of objects does: the control store's, and the one that tests stand in for it. */
final class ObjectBookTest {
  private static final Instant MODIFIED = Instant.parse("2026-02-03T04:05:06.789012Z");

  private static ObjectEntry entry(long number, String name, String storage) {
    return new ObjectEntry(
        number,
        name,
        7 * number,
        "e-" + name,
        MODIFIED,
        Optional.ofNullable(storage),
        Optional.empty());
  }

  private static final List<ObjectEntry> PAGE =
      List.of(
          entry(1, "a", null),
          entry(2, "b/Ä %", "STANDARD"),
          entry(3, "c", "STANDARD_IA"),
          entry(4, "d", null));

  abstract static class Contract {
    abstract ObjectBook book();

    abstract Move move();

    private List<ObjectEntry> all() {
      return book().entries(move(), 1, 100);
    }

    @Test
    void anEmptyListBeginsAtTheBeginning() {
      assertThat(book().listing(move())).isEqualTo(new Listing(0, 0, "", false));
      assertThat(all()).isEmpty();
    }

    @Test
    void aPageIsReadAsItWasWritten() {
      book().append(move(), PAGE, false);
      assertThat(all()).isEqualTo(PAGE);
      assertThat(book().entries(move(), 2, 3)).isEqualTo(PAGE.subList(1, 3));
      assertThat(book().listing(move())).isEqualTo(new Listing(4, 70, "d", false));
      assertThat(book().find(move(), List.of("c", "z", "a")))
          .isEqualTo(Map.of("a", PAGE.get(0), "c", PAGE.get(2)));
    }

    @Test
    void whatIsThereIsNotAppendedAgain() {
      book().append(move(), PAGE.subList(0, 3), false);
      book().append(move(), PAGE.subList(0, 3), false);
      book().append(move(), PAGE.subList(2, 4), false);
      assertThat(all()).isEqualTo(PAGE);
      assertThat(book().listing(move())).isEqualTo(new Listing(4, 70, "d", false));
    }

    @Test
    void anEmptyLastPageEndsIt() {
      book().append(move(), PAGE, false);
      book().append(move(), List.of(), true);
      assertThat(book().listing(move())).isEqualTo(new Listing(4, 70, "d", true));
    }

    @Test
    void onlyWhatWasWrittenIsRecorded() {
      book().append(move(), PAGE, true);
      List<ObjectEntry> written =
          LongStream.of(1, 4)
              .mapToObj(n -> PAGE.get((int) n - 1).writtenAs(new Written("w-" + n, "s-" + n)))
              .toList();
      book().written(move(), written);
      assertThat(all()).containsExactly(written.get(0), PAGE.get(1), PAGE.get(2), written.get(1));
    }
  }

  @Nested
  final class InTheControlStore extends Contract {
    private Sandbox sandbox;
    private ControlStore control;
    private Move move;

    @BeforeEach
    void open() throws Exception {
      sandbox = Servers.fresh(2_000);
      control = ControlStore.open(sandbox.database("control"));
      String id =
          new Submissions(control)
              .submit(
                  new Job("j1", Tenant.named("acme"), "us_east", "us_west", Options.NONE, "test"))
              .move()
              .orElseThrow();
      Move submitted = new Leases(control, "test").claimed(id, 1);
      move = control.transaction(jdbc -> Leases.raise(jdbc, submitted));
    }

    @AfterEach
    void close() throws Exception {
      control.close();
      sandbox.close();
    }

    @Override
    ObjectBook book() {
      return new ObjectRows(control);
    }

    @Override
    Move move() {
      return move;
    }

    /** From us_east to us_west and back and there again: only the last departure can be purged. */
    @Test
    void theListOfADepartureThatNoPurgeWillAskForIsEmptied() throws Exception {
      Move first = done(move);
      assertThat(listed(first)).isEqualTo(4);
      Move back = done(next("j2", "us_west", "us_east"));
      assertThat(listed(first)).as("the tenant is back").isZero();
      assertThat(listed(back)).isEqualTo(4);
      Move again = done(next("j3", "us_east", "us_south"));
      assertThat(listed(back)).as("us_west may still be purged").isEqualTo(4);
      Move last = done(next("j4", "us_south", "us_west"));
      assertThat(listed(back)).isZero();
      assertThat(listed(again)).isEqualTo(4);
      assertThat(listed(last)).isEqualTo(4);
    }

    private int listed(Move of) {
      return book().entries(of, 1, 100).size();
    }

    private Move next(String job, String from, String to) {
      String id =
          new Submissions(control)
              .submit(new Job(job, Tenant.named("acme"), from, to, Options.NONE, "test"))
              .move()
              .orElseThrow();
      Move submitted = new Leases(control, "test").claimed(id, 1);
      return control.transaction(jdbc -> Leases.raise(jdbc, submitted));
    }

    /** Lists a page for it, and ends it as if all phases before had been. */
    private Move done(Move of) throws SQLException {
      book().append(of, PAGE, true);
      try (Connection owner = sandbox.connect("control");
          Statement statement = owner.createStatement()) {
        statement.execute(
            "UPDATE _system.tenants SET database = '%s' WHERE name = 'acme'"
                .formatted(of.target()));
      }
      control.transaction(
          jdbc -> {
            Moves.append(
                jdbc,
                of,
                new Position(
                    Phase.RESUME, Mark.INTENT, of.epoch(), Status.RUNNING, Position.Undo.NONE),
                Note.NONE);
            return of;
          });
      return new Journal(control, List.of("objects", "object_lists"))
          .advance(of, Phase.RESUME, Mark.DURABLE, Note.NONE);
    }

    @Test
    void whoWasOvertakenWritesNothing() {
      book().append(move, PAGE.subList(0, 1), false);
      Move stale = move.withEpoch(move.epoch() + 1);
      assertThatThrownBy(() -> book().append(stale, PAGE, false)).isInstanceOf(StaleLease.class);
      assertThatThrownBy(() -> book().written(stale, PAGE.subList(0, 0)))
          .isInstanceOf(StaleLease.class);
      assertThat(book().entries(move, 1, 100)).isEqualTo(PAGE.subList(0, 1));
    }
  }

  @Nested
  final class InMemory extends Contract {
    private final MemoryBook book = new MemoryBook();

    @Override
    ObjectBook book() {
      return book;
    }

    @Override
    Move move() {
      return new Move(
          "m1",
          "j1",
          Tenant.named("acme"),
          "us_east",
          "us_west",
          Options.NONE,
          1,
          new Position(Phase.SNAPSHOT, Mark.INTENT, 1, Status.RUNNING, Position.Undo.NONE));
    }
  }
}
