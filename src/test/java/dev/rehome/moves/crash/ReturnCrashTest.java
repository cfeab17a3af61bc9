package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Registry;
import dev.rehome.cases.ReturnCase;
import dev.rehome.cases.SchemaCase;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.jobs.Submissions;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.moves.Mover;
import dev.rehome.moves.MoverProcess;
import dev.rehome.purge.Purged.Ending;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mover dies while it brings a tenant back to where its old copy is. */
final class ReturnCrashTest {
  private SchemaCase one;
  private List<String> old;
  private List<String> guard;
  private List<String> now;

  @BeforeEach
  void itHasLeft() throws Exception {
    one = ReturnCase.acme("database");
    one.moved();
    old = ReturnCase.of(one, SchemaCase.EAST, "acme");
    guard = guard();
    assertThat(one.write(SchemaCase.WEST, ReturnCase.LIFE)).isEmpty();
    now = ReturnCase.of(one, SchemaCase.WEST, "acme");
    one.grant(SchemaCase.WEST, SchemaCase.EAST);
  }

  @AfterEach
  void end() throws Exception {
    one.close();
  }

  @ParameterizedTest
  @CsvSource({"old-copy-put-aside, ''", "old-copy-put-back, unequal"})
  void somewhere(String failPoint, String want) throws Exception {
    survives(failPoint, want);
  }

  @ParameterizedTest
  @CsvSource({
    "copy-durable, ''",
    "drain-durable, ''",
    "drain-durable>copy-chunk-written#3, ''",
    "snapshot-durable, ''",
    "cutover-durable, ''",
    "resume-handed-over, ''",
    "old-copy-dropped, ''",
    "discard-begun, unequal",
    "discard-rows-deleted, unequal",
    "discard-target-unshut, unequal",
    "discard-lease-forgotten, unequal"
  })
  @Tag("long")
  void anywhere(String failPoint, String want) throws Exception {
    survives(failPoint, want);
  }

  private void survives(String failPoint, String want) throws Exception {
    String move = submit();
    kill(move, failPoint, want.isEmpty() ? new String[0] : new String[] {want});
    String outcome = RecoveryTable.outcome(left(move));
    Moved end = again(move);
    assertThat(end.status()).as("%s: %s", failPoint, end.message()).isEqualTo(outcome);
    assertThat(end.cleanUp()).isNotEqualTo("pending");
    assertThat(aside()).isEmpty();
    if (end.status().equals("done")) {
      assertThat(ReturnCase.of(one, SchemaCase.EAST, "acme")).isEqualTo(now);
      assertThat(late(SchemaCase.EAST)).isEmpty();
      assertThat(late(SchemaCase.WEST)).isEqualTo("RH001");
    } else {
      isAsItWas();
    }
  }

  /**
   * What a neighbour takes while the old rows are aside keeps them there until he gives it back.
   */
  @Test
  @Tag("long")
  void aKeyThatANeighbourTookIsNamedAndNothingIsLost() throws Exception {
    String move = submit();
    kill(move, "drain-durable");
    one.run(
        SchemaCase.EAST, "INSERT INTO orders (id, tenant_id, user_id) VALUES (1, 'globex', 11)");
    try (Mover mover = new Mover(one.settings(), move)) {
      Moved pending = mover.undone(move);
      assertThat(pending.cleanUp()).isEqualTo("pending");
    }
    assertThat(late(SchemaCase.WEST)).isEmpty();
    assertThat(aside()).isNotEmpty();
    one.run(SchemaCase.EAST, "DELETE FROM orders WHERE id = 1");
    assertThat(again(move).cleanUp()).isNotEqualTo("pending");
    isAsItWas();
  }

  private void isAsItWas() throws Exception {
    assertThat(ReturnCase.of(one, SchemaCase.EAST, "acme")).isEqualTo(old);
    assertThat(guard()).isEqualTo(guard);
    assertThat(late(SchemaCase.EAST)).isEqualTo("RH001");
    assertThat(late(SchemaCase.WEST)).isEmpty();
    assertThat(ReturnCase.of(one, SchemaCase.WEST, "acme")).isEqualTo(now);
    assertThat(one.purge().ending()).isEqualTo(Ending.PURGED);
  }

  private String submit() {
    try (ControlStore control = ControlStore.open(one.settings().control())) {
      return new Submissions(control)
          .submit(one.job(SchemaCase.WEST, SchemaCase.EAST))
          .move()
          .orElseThrow();
    }
  }

  private void kill(String move, String failPoint, String... wants) throws Exception {
    try (MoverProcess mover = MoverProcess.start(one.file(), move, failPoint, "KILL", wants)) {
      assertThat(mover.ended()).as("%s: %s", failPoint, mover.log()).isEqualTo(MoverProcess.KILLED);
    }
  }

  private Moved left(String move) {
    try (ControlStore control = ControlStore.open(one.settings().control())) {
      return new History(control, Registry.KINDS).move(move).orElseThrow();
    }
  }

  private Moved again(String move) {
    try (Mover mover = new Mover(one.settings(), move)) {
      return mover.finished(move);
    }
  }

  private String late(String cell) throws Exception {
    return one.write(cell, "UPDATE orders SET state = state WHERE tenant_id = 'acme'");
  }

  private List<String> guard() throws Exception {
    return one.ask(
        SchemaCase.EAST, "SELECT tenant_id, place, move, state, moved_to FROM _rehome.guard");
  }

  private List<String> aside() throws Exception {
    return one.ask(
        SchemaCase.EAST, "SELECT relname FROM pg_class WHERE relname LIKE 'old!_%' ESCAPE '!'");
  }
}
