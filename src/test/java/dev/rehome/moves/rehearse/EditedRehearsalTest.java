package dev.rehome.moves.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Residue;
import dev.rehome.pipeline.EditedRoutes;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the routes say, a rehearsal fences nobody and places nobody. */
class EditedRehearsalTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(2_000);

  @TempDir Path folder;

  @Test
  void doesNotDrain() throws Exception {
    ends(
        EditedRoutes.in(folder).after("preflight", "conclude", to("drain")),
        Word.REFUSED,
        "may not reach DRAIN");
  }

  @Test
  @Tag("long")
  void doesNotCutOver() throws Exception {
    ends(
        EditedRoutes.in(folder).before("rehearsed", "discard-the-rehearsal", to("cutover")),
        Word.ABORTED,
        "may not reach CUTOVER");
  }

  @Test
  @Tag("long")
  void isNotSaidToHaveGoneWellWithoutItsCopy() throws Exception {
    ends(
        EditedRoutes.in(folder).replace("snapshot", "copy-components"),
        Word.ABORTED,
        "is not proven at epoch");
  }

  private static String to(String route) {
    return "to: {id: edited, uri: \"direct:%s\"}".formatted(route);
  }

  private static void ends(EditedRoutes routes, Word word, String message) throws Exception {
    Residue residue = Residue.of(SANDBOX.get(), "us_east", "us_west");
    try (Mover mover = new Mover(SANDBOX.get(), Limits.DEFAULTS, routes.folder())) {
      Submitted done = mover.rehearse("j" + System.nanoTime(), "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(word);
      assertThat(done.message()).contains(message);
      assertThat(Product.tryToWrite(SANDBOX.get(), "us_east", "acme")).isEmpty();
    }
    assertThat(residue.left()).isEmpty();
  }
}
