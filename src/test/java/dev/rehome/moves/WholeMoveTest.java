package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WholeMoveTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  @Test
  void aTenantsRowsMove() {
    try (Mover mover = new Mover(SANDBOX.get(), Limits.DEFAULTS)) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      System.out.println(mover.story(done));
    }
  }
}
