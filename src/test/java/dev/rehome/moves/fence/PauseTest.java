package dev.rehome.moves.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.model.Mark;
import dev.rehome.model.Phase;
import dev.rehome.moves.Changed;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a move between its fence and its cutover. */
class PauseTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void longerThanItsLimitUndoesTheMove() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    Limits twoSeconds = new Limits(30, 2, 60, 20, 30, 2, 4, 64L << 20, 64L << 20);
    try (Mover mover = new Mover(slow(twoSeconds))) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(done.message()).contains("the limit is 2 s", "pause-max-seconds");
      assertThat(Product.tryToWrite(sandbox.get(), "us_east", "acme")).isEmpty();
      mover.clean(done);
    }
    assertThat(residue.left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aColumnThatIsAddedMeanwhileUndoesTheMoveAndItsTableIsNamed(boolean beforeItsRowsAreRead)
      throws Exception {
    try (Mover mover = new Mover(slow(Limits.DEFAULTS));
        Connection owner = sandbox.get().connect("us_east");
        Statement statement = owner.createStatement()) {
      Submitted submitted = mover.submit("j1", "acme", "us_east", "us_west");
      mover.reaches(submitted, Phase.SNAPSHOT, Mark.INTENT);
      while (!copied(beforeItsRowsAreRead ? "schema/pre-data" : "references")) {
        Thread.sleep(5);
      }
      statement.execute("ALTER TABLE shared_schema.currencies ADD COLUMN late text");
      Submitted done = mover.ended("j1");
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(done.message()).contains("currencies");
      assertThat(Product.tryToWrite(sandbox.get(), "us_east", "acme")).isEmpty();
      mover.clean(done);
    }
  }

  private boolean copied(String chunk) throws SQLException {
    try (Connection control = sandbox.get().connect("control")) {
      return !Product.column(
              control,
              "SELECT 1 FROM _system.chunks WHERE state = 'done' AND chunk = '%s'".formatted(chunk))
          .isEmpty();
    }
  }

  private Settings slow(Limits limits) {
    return Changed.slow(sandbox.get().settings(limits), "us_east", 40_000);
  }
}
