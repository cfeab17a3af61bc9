package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.Submitted;
import dev.rehome.journal.Submitted.Word;
import dev.rehome.sandbox.FreshSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant moves from one shared cell into another, whose tenants go on writing. */
class ConsolidationTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @BeforeEach
  void westIsSharedToo() throws Exception {
    TwoShared.fill(sandbox.get());
    TwoShared.quiet(sandbox.get(), true);
  }

  @AfterEach
  void nobodyElseMayKeepQuiet() throws Exception {
    TwoShared.quiet(sandbox.get(), false);
  }

  @Test
  void aTenantMovesInWithOthers() throws Exception {
    try (Mover mover = new Mover(TwoShared.settings(sandbox.get()))) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      System.out.println(mover.story(done));
    }
    assertThat(Product.seeded(sandbox.get(), "us_west", "acme"))
        .isEqualTo(Product.seeded(sandbox.get(), "us_east", "acme"));
    assertThat(Product.tryToWrite(sandbox.get(), "us_west", "acme")).isEmpty();
  }
}
