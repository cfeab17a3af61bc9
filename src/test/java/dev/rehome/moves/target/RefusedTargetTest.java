package dev.rehome.moves.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.Changed;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.sandbox.product.ProductSchema;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Targets that a move must not begin with, each left as it was. */
class RefusedTargetTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void oneThatHoldsRowsOrDiffersIsRefusedWithEveryFindingAtOnce() throws Exception {
    try (Connection west = sandbox.get().connect("us_west");
        Statement statement = west.createStatement()) {
      ProductSchema.create(west, "public");
      statement.execute("SET search_path = public");
      statement.execute("INSERT INTO tenants (id, display_name) VALUES ('acme', 'Acme')");
      statement.execute("ALTER TABLE users ALTER COLUMN nickname SET NOT NULL");
      statement.execute("ALTER TABLE settings ADD COLUMN extra text");
      statement.execute("DROP INDEX documents_title");
      statement.execute("DROP TABLE login_attempts");
    }
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS)) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).contains(Word.REFUSED);
      assertThat(done.message())
          .contains("public.tenants", "holds rows")
          .contains("nickname", "extra", "documents_title", "login_attempts");
    }
    assertThat(residue.left()).isEmpty();
  }

  @Test
  void aWrongPasswordIsAFindingThatNamesItsSetting() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (Mover mover =
        new Mover(
            Changed.password(sandbox.get().settings(Limits.DEFAULTS), "us_west", "s3cr3t-wrong"))) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).contains(Word.REFUSED);
      assertThat(done.message())
          .contains("us_west", "rehome.cell.us_west.postgres", "password")
          .doesNotContain("s3cr3t-wrong");
      assertThat(Product.tryToWrite(sandbox.get(), "us_east", "acme")).isEmpty();
    }
    assertThat(residue.left()).isEmpty();
  }
}
