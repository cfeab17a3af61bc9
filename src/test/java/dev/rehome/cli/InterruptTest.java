package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signals and rollbacks in the middle of a copy. */
class InterruptTest {
  private static final String[] MOVE = {
    "move", "acme", "--id", "j1", "--from", "us_east", "--to", "us_west"
  };

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000);

  private Residue before;
  private Path slow;
  private Path quick;

  @BeforeEach
  void configure() throws SQLException {
    before = Residue.of(sandbox.get(), "us_east", "us_west");
    slow =
        Child.config(
            sandbox.get(),
            "rehome.cell.us_east.copy-bytes-per-second-max",
            "12KiB",
            "rehome.copy-parallelism",
            "1");
    quick = Child.config(sandbox.get());
  }

  private static Child copying(Child child) {
    return child.said("SNAPSHOT  begun").said(" chunks, ");
  }

  @Test
  void ctrlCUndoesTheMove() throws SQLException {
    Child child = copying(Child.start(slow, MOVE));
    child.signal("INT");
    assertThat(child.ended().status()).as(child.all()).isEqualTo(1);
    assertThat(child.lastLine()).startsWith("ROLLED_BACK acme, us_east serves: Ctrl-C asked");
    assertThat(before.left()).isEmpty();
  }

  @Test
  void aSecondCtrlCLeavesAtOnceAndTheRollbackIsFinishedByAnotherProcess() throws SQLException {
    Child child = copying(Child.start(slow, MOVE));
    child.signal("INT");
    // two signals that are both pending are one
    child.said("press Ctrl-C again");
    child.signal("INT");
    assertThat(child.ended().status()).as(child.all()).isEqualTo(3);
    assertThat(child.lastLine()).startsWith("STOPPED ");
    Child rollback = Child.run(quick, "rollback", "acme");
    assertThat(rollback.status()).as(rollback.all()).isZero();
    assertThat(rollback.lastLine()).startsWith("ROLLED_BACK acme, us_east serves");
    assertThat(before.left()).isEmpty();
    Child nothing = Child.run(quick, "rollback", "acme");
    assertThat(nothing.status()).as(nothing.all()).isEqualTo(2);
    assertThat(nothing.lastLine()).startsWith("REFUSED ").contains("rolled_back");
  }

  @Test
  void sigtermLeavesTheMoveToTheNextStart() {
    Child child = copying(Child.start(slow, MOVE));
    child.signal("TERM");
    assertThat(child.ended().status()).as(child.all()).isEqualTo(3);
    assertThat(child.lastLine())
        .startsWith("STOPPED acme from us_east to us_west is left at SNAPSHOT");
    Child next = Child.run(quick, MOVE);
    assertThat(next.status()).as(next.all()).isZero();
    assertThat(next.lastLine()).startsWith("MOVED acme from us_east to us_west");
  }

  @Test
  void ctrlCAfterSigtermDoesNotWaitForTheChunksEnd() {
    Child child = copying(Child.start(slow, MOVE));
    child.signal("TERM");
    child.said("SIGTERM: the move is left");
    child.signal("INT");
    assertThat(child.ended().status()).as(child.all()).isEqualTo(3);
    assertThat(child.lastLine()).startsWith("STOPPED move m1-").contains("is left as it is");
    Child next = Child.run(quick, MOVE);
    assertThat(next.status()).as(next.all()).isZero();
    assertThat(next.lastLine()).startsWith("MOVED acme from us_east to us_west");
  }

  @Test
  void aRollbackIsObeyedByTheProcessThatWorks() throws SQLException {
    Child worker = copying(Child.start(slow, MOVE));
    Child rollback = Child.run(quick, "rollback", "acme");
    assertThat(rollback.status()).as(rollback.all()).isZero();
    assertThat(rollback.lastLine()).startsWith("ROLLED_BACK acme, us_east serves");
    assertThat(worker.ended().status()).as(worker.all()).isEqualTo(1);
    assertThat(worker.lastLine()).startsWith("ROLLED_BACK acme, us_east serves");
    assertThat(before.left()).isEmpty();
  }
}
