package dev.rehome.moves.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainTimeoutTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  private static final Limits THREE_SECONDS =
      new Limits(3, 300, 60, 20, 30, 2, 4, 64L << 20, 64L << 20);

  @Test
  void namesWhatHeldItUpAndLeavesNothing() throws Exception {
    Residue residue = Residue.of(SANDBOX.get(), "us_east", "us_west");
    try (Mover mover = new Mover(SANDBOX.get(), THREE_SECONDS);
        Connection holder = SANDBOX.get().product("us_east", "acme")) {
      String pid = Product.column(holder, "SELECT pg_backend_pid()").get(0);
      holder.setClientInfo("ApplicationName", "the nightly job");
      holder.setAutoCommit(false);
      Submitted submitted = whileItWrites(mover, holder);
      Submitted done = mover.ended(submitted.job());
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(done.message())
          .contains("pid " + pid, "the nightly job", "app_rw", "INSERT INTO settings")
          .containsPattern("\\d+ s");
      assertThat(Product.tryToWrite(SANDBOX.get(), "us_east", "acme")).isEmpty();
      Product.write(holder, "acme", "held 2");
      holder.commit();
      mover.clean(done);
      assertThat(Product.written(SANDBOX.get(), "us_east", "acme", "held"))
          .containsExactly("held 1", "held 2");
    }
    assertThat(residue.left()).isEmpty();
  }

  private static Submitted whileItWrites(Mover mover, Connection holder) throws Exception {
    try (Armed armed = new Armed(SANDBOX.get())) {
      Submitted submitted = mover.submit("j1", "acme", "us_east", "us_west");
      armed.await("settings");
      Product.write(holder, "acme", "held 1");
      return submitted;
    }
  }
}
