package dev.rehome.moves.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.Moved.StepTime;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.sandbox.product.Writers;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A rehearsal copies and proves what a move would, fences nobody and leaves nothing. */
class RehearsalTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void isProvenWhileTheTenantWritesOnAndLeavesNothing() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS);
        Writers acme =
            Writers.start("acme", 3, Connection.TRANSACTION_READ_COMMITTED, this::acmesUrl)) {
      acme.awaitAcknowledged(30);
      Submitted done = mover.rehearse("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.REHEARSED);
      acme.awaitAcknowledged(30);
      acme.stop();
      assertThat(acme.ledger().refusals()).isEmpty();
      var story = mover.story(done);
      assertThat(story.move().status()).isEqualTo("rolled_back");
      assertThat(story.move().message()).startsWith("rehearsed ");
      assertThat(story.checks()).isNotEmpty().allMatch(check -> check.passed());
      assertThat(story.steps())
          .extracting(StepTime::step)
          .containsExactly(
              "plan",
              "schema",
              "reference tables",
              "indexes of small tables",
              "guard of target",
              "plan",
              "rows",
              "indexes, reference tables again",
              "rest of schema",
              "sequences",
              "guard of target",
              "proof",
              "discard");
      assertThat(story.steps().stream().mapToLong(StepTime::count).sum()).isGreaterThan(1_000);
      assertThat(story.phases()).extracting(p -> p.phase()).doesNotContain("DRAIN", "CUTOVER");
    }
    assertThat(residue.left()).isEmpty();
    assertThat(control("SELECT name FROM _system.tenants")).isEmpty();
    assertThat(control("SELECT topic FROM _system.outbox")).isEmpty();
  }

  private String acmesUrl() {
    return sandbox.get().productUrl("us_east", "acme");
  }

  private List<String> control(String question) throws SQLException {
    try (Connection control = sandbox.get().connect("control")) {
      return Product.column(control, question);
    }
  }
}
