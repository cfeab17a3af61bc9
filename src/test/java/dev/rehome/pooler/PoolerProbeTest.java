package dev.rehome.pooler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.Needed;
import dev.rehome.journal.ControlStore;
import dev.rehome.model.MoveFailed;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.sandbox.servers.PgBouncer;
import dev.rehome.settings.Settings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the real PgBouncer. */
final class PoolerProbeTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(2_000);

  @BeforeAll
  static void thereIsOne() {
    Needed.program("pgbouncer", PgBouncer.there());
  }

  private static Settings.Database control() {
    return SANDBOX.get().database("control");
  }

  private static PgBouncer bouncer(String mode, String... more) throws Exception {
    return PgBouncer.start(SANDBOX.get().servers().control(), mode, control(), more);
  }

  @Test
  void aServerItselfIsNoPooler() throws Exception {
    assertThat(PoolerProbe.of(control())).isEqualTo(Pooling.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "session, SESSION",
    "transaction, SHARED",
    "statement, SHARED",
  })
  void itsModeIsFoundOut(String mode, Pooling expected) throws Exception {
    try (PgBouncer bouncer = bouncer(mode)) {
      assertThat(PoolerProbe.of(bouncer.before(control()))).isEqualTo(expected);
    }
  }

  @Test
  void itsModeIsFoundOutAlsoWhenItTakesItsBackendsInTurn() throws Exception {
    try (PgBouncer bouncer =
        bouncer("transaction", "server_round_robin = 1", "min_pool_size = 3")) {
      assertThat(PoolerProbe.of(bouncer.before(control()))).isEqualTo(Pooling.SHARED);
    }
  }

  @Test
  void aControlStoreBehindOneIsRefusedBeforeItIsTouched() throws Exception {
    try (PgBouncer bouncer = bouncer("transaction")) {
      assertThatThrownBy(() -> ControlStore.open(bouncer.before(control())))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("transaction or statement mode")
          .hasMessageContaining("name the server itself in rehome.control.url");
    }
    try (PgBouncer bouncer = bouncer("session");
        ControlStore store = ControlStore.open(bouncer.before(control()))) {
      int one = store.call(jdbc -> jdbc.sql("SELECT 1").query(Integer.class).single());
      assertThat(one).isOne();
    }
  }
}
