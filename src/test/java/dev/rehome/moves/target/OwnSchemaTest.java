package dev.rehome.moves.target;

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
import dev.rehome.sandbox.product.ProductSchema;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A target whose schema was there before the move, equal to the source's, and empty but for the
 * reference tables.
 */
class OwnSchemaTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @BeforeEach
  void itIsThere() throws Exception {
    try (Connection west = sandbox.get().connect("us_west")) {
      ProductSchema.create(west, "public");
    }
  }

  @Test
  void isFilled() throws Exception {
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS)) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
    }
    assertThat(Product.seeded(sandbox.get(), "us_west", "acme"))
        .isEqualTo(Product.seeded(sandbox.get(), "us_east", "acme"));
    assertThat(Product.tryToWrite(sandbox.get(), "us_west", "acme")).isEmpty();
  }

  @Test
  void isLeftAsItWasWithARowThatAStrangerPutThereMeanwhile() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (Mover mover =
            new Mover(Changed.slow(sandbox.get().settings(Limits.DEFAULTS), "us_east", 40_000));
        Connection west = sandbox.get().connect("us_west");
        Statement statement = west.createStatement()) {
      Submitted submitted = mover.submit("j1", "acme", "us_east", "us_west");
      mover.reaches(submitted, Phase.SNAPSHOT, Mark.INTENT);
      while (mover.story(submitted).progress().counts().getOrDefault("rows", 0L) < 100) {
        Thread.sleep(20);
      }
      statement.execute(
          """
          ALTER TABLE public.login_attempts DISABLE TRIGGER rehome_guard_insert;
          INSERT INTO public.login_attempts (tenant_id, email) VALUES ('stranger', 's@example.org');
          ALTER TABLE public.login_attempts ENABLE ALWAYS TRIGGER rehome_guard_insert
          """);
      Submitted done = mover.ended("j1");
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(done.message()).contains("login_attempts");
      mover.clean(done);
      assertThat(Product.column(west, "SELECT tenant_id FROM public.login_attempts"))
          .containsExactly("stranger");
      statement.execute("TRUNCATE public.login_attempts");
    }
    assertThat(residue.left()).isEmpty();
  }
}
