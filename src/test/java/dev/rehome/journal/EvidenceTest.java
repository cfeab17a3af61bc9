package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.journal.books.Manifest;
import dev.rehome.model.Chunk;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.store.Plan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A move that lacks one thing may not cut over, and is told which. */
final class EvidenceTest {
  @RegisterExtension static final JournalBook book = new JournalBook();

  private static final AtomicInteger TENANTS = new AtomicInteger();
  private static final String MANIFEST =
      "objects: 3 chunks and 2 checks were planned, %s are in the manifest";

  /** A fault that is planted in what is otherwise a whole proof; what the refusal says. */
  private enum Lack {
    A_PLAN(
        "a plan: nothing was planned; the plan of postgres for SNAPSHOT; the plan of objects for"
            + " SNAPSHOT"),
    THE_PLAN_OF_A_COMPONENT("it lacks: the plan of objects for SNAPSHOT"),
    THE_PLAN_OF_COPY("it lacks: the plan of objects for COPY"),
    A_CHUNK_OF_THE_PLAN(MANIFEST.formatted("2 and 2")),
    A_CHECK_OF_THE_PLAN(MANIFEST.formatted("3 and 1")),
    ANY_CHECK_AT_ALL("objects: 2 chunks and 0 checks were planned, 2 and 0 are in the manifest"),
    A_RECEIPT("it lacks: the receipt of chunk objects c2"),
    THE_RECEIPT_OF_COPY("it lacks: the receipt of chunk objects c0"),
    THE_RECEIPT_OF_A_CHUNK_TO_BE_TRIED_AGAIN("it lacks: the receipt of chunk objects c2"),
    A_CHECK("it lacks: a passed check objects digest of t"),
    A_PASSED_CHECK("it lacks: a passed check objects digest of t"),
    A_CHECK_THAT_PASSED_LAST("it lacks: a passed check objects digest of t"),
    CHECKS_OF_ITS_OWN_EPOCH("a passed check postgres rows of t"),
    THE_NAMES_OF_ITS_COMPONENTS("it lacks: the names of its components: PREFLIGHT recorded none");

    private final String told;

    Lack(String told) {
      this.told = told;
    }

    /** The move with the rest of its proof, as who would cut over has it. */
    Move planted(Move move) {
      switch (this) {
        case A_PLAN -> {}
        case THE_PLAN_OF_A_COMPONENT -> whole(move, "postgres");
        case A_CHUNK_OF_THE_PLAN -> {
          whole(move, "postgres", "objects");
          sabotage(move, "DELETE FROM _system.chunks WHERE chunk = 'c2' AND component = 'objects'");
        }
        case A_CHECK_OF_THE_PLAN -> {
          whole(move, "postgres", "objects");
          sabotage(
              move,
              "DELETE FROM _system.planned_checks WHERE name = 'rows' AND component = 'objects'");
        }
        case ANY_CHECK_AT_ALL -> {
          whole(move, "postgres");
          Chunk only = new Chunk(move.id(), "objects", "c1", 0, Map.of());
          new Manifest(book.control())
              .plan(move, "objects", Phase.SNAPSHOT, new Plan(List.of(only), List.of(), ""));
          book.receipt(move, "objects", "c1");
        }
        case THE_PLAN_OF_COPY -> {
          whole(move, "postgres", "objects");
          sabotage(move, "DELETE FROM _system.chunks WHERE chunk = 'c0' AND component = 'objects'");
          sabotage(
              move, "DELETE FROM _system.plans WHERE phase = 'COPY' AND component = 'objects'");
        }
        case THE_RECEIPT_OF_COPY -> {
          whole(move, "postgres", "objects");
          sabotage(
              move,
              "UPDATE _system.chunks SET state = 'retry' WHERE chunk = 'c0' AND component ="
                  + " 'objects'");
        }
        case A_RECEIPT -> {
          whole(move, "postgres");
          book.planned(move, "objects");
          book.receipt(move, "objects", "c1");
          book.proven(move, "objects");
        }
        case THE_RECEIPT_OF_A_CHUNK_TO_BE_TRIED_AGAIN -> {
          whole(move, "postgres");
          book.planned(move, "objects");
          book.receipt(move, "objects", "c1");
          new Manifest(book.control()).claim(move, "objects", "c2");
          new Manifest(book.control()).retry(move, "objects", "c2");
          book.proven(move, "objects");
        }
        case A_CHECK -> {
          whole(move, "postgres");
          book.copied(move, "objects");
          book.verdict(move, "objects", "rows", true);
        }
        case A_PASSED_CHECK -> {
          whole(move, "postgres");
          book.copied(move, "objects");
          book.verdict(move, "objects", "rows", true);
          book.verdict(move, "objects", "digest", false);
        }
        case A_CHECK_THAT_PASSED_LAST -> {
          whole(move, "postgres", "objects");
          book.verdict(move, "objects", "digest", false);
        }
        case CHECKS_OF_ITS_OWN_EPOCH -> {
          whole(move, "postgres", "objects");
          return again(book.takenOver(move));
        }
        case THE_NAMES_OF_ITS_COMPONENTS -> {
          whole(move, "postgres", "objects");
          book.sabotage(
              "SET session_replication_role = replica; UPDATE _system.journal SET detail = '{}'"
                  + " WHERE move = '"
                  + move.id()
                  + "'");
        }
      }
      return move;
    }

    private static Move again(Move next) {
      return book.write(
          book.write(next, Phase.SNAPSHOT, Mark.INTENT), Phase.SNAPSHOT, Mark.DURABLE);
    }

    private static void sabotage(Move move, String sql) {
      book.sabotage(sql + " AND move = '" + move.id() + "'");
    }
  }

  private static void whole(Move move, String... components) {
    for (String component : components) {
      book.copied(move, component);
      book.proven(move, component);
    }
  }

  private static Move drained(Options options) {
    String tenant = "t" + TENANTS.incrementAndGet();
    return options.rehearsal()
        ? book.to(book.begun(tenant, options), Phase.COPY, Mark.DURABLE)
        : book.to(book.begun(tenant, options), Phase.DRAIN, Mark.DURABLE);
  }

  private static Move snapshot(Move move) {
    return book.write(move, Phase.SNAPSHOT, Mark.INTENT);
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWithoutIt(Lack lack) {
    Move move = snapshot(drained(Options.NONE));
    Move durable = book.write(move, Phase.SNAPSHOT, Mark.DURABLE);
    Move lacking = lack.planted(durable);
    assertThatThrownBy(() -> book.write(lacking, Phase.CUTOVER, Mark.INTENT))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("move %s may not cut over at epoch %d", move.id(), lacking.epoch())
        .hasMessageContaining(lack.told);
  }

  @Test
  void andBetweenIntentAndCommitToo() {
    Move move = book.to(book.begun("between", Options.NONE), Phase.CUTOVER, Mark.INTENT);
    book.verdict(move, "objects", "digest", false);
    assertThatThrownBy(() -> book.write(move, Phase.CUTOVER, Mark.DURABLE))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("a passed check objects digest of t");
  }

  @Test
  void theLastVerdictCounts() {
    Move move = book.write(snapshot(drained(Options.NONE)), Phase.SNAPSHOT, Mark.DURABLE);
    whole(move, "postgres");
    book.copied(move, "objects");
    book.verdict(move, "objects", "digest", false);
    book.proven(move, "objects");
    Move begun = book.write(move, Phase.CUTOVER, Mark.INTENT);
    assertThat(begun.position().is(Phase.CUTOVER, Mark.INTENT)).isTrue();
  }

  /** One that came through PREFLIGHT and DRAIN with a version that did not know COPY. */
  @Test
  void ofAMoveThatDidNotComeThroughCopyIsItsOnlyPlan() {
    Move move = book.write(snapshot(drained(Options.NONE)), Phase.SNAPSHOT, Mark.DURABLE);
    whole(move, "postgres", "objects");
    book.sabotage(
        """
        SET session_replication_role = replica;
        DELETE FROM _system.journal WHERE phase = 'COPY' AND move = '%1$s';
        DELETE FROM _system.chunks WHERE phase = 'COPY' AND move = '%1$s';
        DELETE FROM _system.plans WHERE phase = 'COPY' AND move = '%1$s'
        """
            .formatted(move.id()));
    assertThat(book.write(move, Phase.CUTOVER, Mark.INTENT).position().phase())
        .isEqualTo(Phase.CUTOVER);
  }

  @Test
  void aRehearsalWantsTheSame() {
    Move move = snapshot(drained(Options.NONE.rehearsed()));
    whole(move, "postgres");
    assertThatThrownBy(() -> book.write(move, Phase.SNAPSHOT, Mark.DURABLE))
        .isInstanceOf(MoveFailed.class)
        .hasMessageContaining("is not proven at epoch")
        .hasMessageContaining("the plan of objects for SNAPSHOT");
    whole(move, "objects");
    assertThat(book.write(move, Phase.SNAPSHOT, Mark.DURABLE).position().mark())
        .isEqualTo(Mark.DURABLE);
  }
}
