package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.model.Mark;
import dev.rehome.model.Phase;
import dev.rehome.moves.Changed;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Residue;
import dev.rehome.moves.TcpProxy;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control store goes away while a tenant is fenced. */
class ControlStoreAwayTest {
  private static final Limits THREE_SECONDS =
      new Limits(30, 300, 60, 3, 30, 2, 4, 64L << 20, 64L << 20);

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void beforeTheCutoverTheTenantWritesAgainAndTheMoveCanOnlyAbort() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (TcpProxy proxy = TcpProxy.to(sandbox.get().server("control").port());
        Mover mover = new Mover(through(proxy))) {
      Submitted submitted = mover.submit("j1", "acme", "us_east", "us_west");
      mover.reaches(submitted, Phase.SNAPSHOT, Mark.INTENT);
      proxy.down();
      assertThat(Product.tryToWrite(sandbox.get(), "us_east", "acme")).isEqualTo("RH001");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Product.tryToWrite(sandbox.get(), "us_east", "acme").isEmpty());
      proxy.up();
      Submitted done = mover.ended("j1");
      assertThat(done.word()).contains(Word.ABORTED);
      assertThat(done.message()).contains("control-lost-seconds");
      mover.clean(done);
    }
    assertThat(residue.left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void atTheCommitOfTheCutoverTheFenceStaysUntilItsFateIsKnown(boolean delivered) throws Exception {
    try (TcpProxy proxy = TcpProxy.to(sandbox.get().server("control").port());
        Mover mover = new Mover(through(proxy))) {
      proxy.downAt(delivered, "UPDATE _system.tenants SET database", "COMMIT");
      mover.submit("j1", "acme", "us_east", "us_west");
      await().atMost(Duration.ofSeconds(60)).until(() -> proxy.cuts() > 0);
      assertThat(placement()).isEqualTo(delivered ? "us_west" : "us_east");
      for (int i = 0; i < 8; i++) {
        assertThat(Product.tryToWrite(sandbox.get(), "us_east", "acme")).isEqualTo("RH001");
        assertThat(Product.tryToWrite(sandbox.get(), "us_west", "acme")).isEqualTo("RH001");
        Thread.sleep(500);
      }
      proxy.up();
      Submitted done = mover.ended("j1");
      String serving = placement();
      String other = serving.equals("us_west") ? "us_east" : "us_west";
      assertThat(serving.equals("us_west"))
          .isEqualTo(done.word().equals(java.util.Optional.of(Word.MOVED)));
      if (delivered) {
        assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      }
      assertThat(Product.tryToWrite(sandbox.get(), serving, "acme")).isEmpty();
      assertThat(Product.tryToWrite(sandbox.get(), other, "acme")).isNotEmpty();
    }
  }

  private Settings through(TcpProxy proxy) {
    return Changed.controlPort(
        Changed.slow(sandbox.get().settings(THREE_SECONDS), "us_east", 60_000), proxy.port());
  }

  private String placement() throws Exception {
    try (Connection control = sandbox.get().connect("control")) {
      List<String> row =
          Product.column(control, "SELECT database FROM _system.tenants WHERE name = 'acme'");
      return row.get(0);
    }
  }
}
