package dev.rehome.moves.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions that are open while the fence closes. */
class InFlightTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void oneThatWroteBeforeMayWriteOnceMoreAndBothRowsArrive() throws Exception {
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS);
        Connection writer = sandbox.get().product("us_east", "acme")) {
      writer.setAutoCommit(false);
      Submitted submitted = whileOpen(mover, writer);
      while (!Product.tryToWrite(sandbox.get(), "us_east", "acme").equals("RH001")) {
        Thread.sleep(20);
      }
      Product.write(writer, "acme", "flight 2");
      writer.commit();
      Submitted done = mover.ended(submitted.job());
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      assertThat(Product.written(sandbox.get(), "us_west", "acme", "flight"))
          .containsExactly("flight 1", "flight 2");
    }
  }

  /** Leaves the writer with one row, in a transaction that the drain waits for. */
  private Submitted whileOpen(Mover mover, Connection writer) throws Exception {
    try (Armed armed = new Armed(sandbox.get())) {
      Submitted submitted = mover.submit("j1", "acme", "us_east", "us_west");
      armed.await("settings");
      Product.write(writer, "acme", "flight 1");
      return submitted;
    }
  }

  @Test
  void aSnapshotOlderThanTheGuardIsRefusedAfterTheCutover() throws SQLException {
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS);
        Connection asleep = sandbox.get().product("us_south", "stark")) {
      asleep.setAutoCommit(false);
      asleep.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      // it has seen something, and holds no lock of a table that the move needs
      try (Statement statement = asleep.createStatement()) {
        statement.execute("SELECT 1");
      }
      Submitted done = mover.move("j1", "stark", "us_south", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      assertThatThrownBy(() -> Product.write(asleep, "stark", "late"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isIn("RH001", "40001"));
    }
  }

  @Test
  void aWriterAsleepThroughTheCutoverIsRefused() throws Exception {
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS);
        SleepingWriter asleep =
            SleepingWriter.start(sandbox.get().productUrl("us_east", "acme"), "acme")) {
      asleep.stop();
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      assertThat(asleep.wake()).isIn("RH001", "40001");
      assertThat(Product.written(sandbox.get(), "us_west", "acme", "asleep")).isEmpty();
    }
  }
}
