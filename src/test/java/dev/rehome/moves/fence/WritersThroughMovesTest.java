package dev.rehome.moves.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.sandbox.product.Placement;
import dev.rehome.sandbox.product.WriteLedger;
import dev.rehome.sandbox.product.Writers;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promises 2 and 9, at each isolation level that an application may choose. */
class WritersThroughMovesTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @ParameterizedTest
  @CsvSource({
    Connection.TRANSACTION_READ_COMMITTED + "",
    Connection.TRANSACTION_REPEATABLE_READ + "",
    Connection.TRANSACTION_SERIALIZABLE + ""
  })
  void loseNothingAndNoNeighbourNotices(int isolation) throws Exception {
    String seeded = Product.seeded(sandbox.get(), "us_east", "globex");
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS);
        Placement placement =
            new Placement(sandbox.get().database("control"), "acme", "us_east", this::acmes);
        Writers acme = Writers.start("acme", 3, isolation, placement);
        Writers globex = Writers.start("globex", 2, isolation, this::globexes)) {
      acme.awaitAcknowledged(30);
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      acme.awaitAcknowledged(30);
      globex.awaitAcknowledged(10);
      acme.stop();
      globex.stop();
      nothingIsLost(acme, "us_west", "acme");
      nothingIsLost(globex, "us_east", "globex");
      assertThat(acme.ledger().begunAfter(fenced(), acmes("us_east"))).isEmpty();
      assertThat(acme.ledger().refusalsBySqlState()).containsKey("RH001");
      assertThat(ofAMove(globex.ledger())).isEmpty();
      assertThat(Product.seeded(sandbox.get(), "us_east", "globex")).isEqualTo(seeded);
      assertThat(strangersInTheTarget()).isEmpty();
    }
  }

  private String acmes(String cell) {
    return sandbox.get().productUrl(cell, "acme");
  }

  private String globexes() {
    return sandbox.get().productUrl("us_east", "globex");
  }

  private void nothingIsLost(Writers writers, String cell, String tenant) throws SQLException {
    try (Connection product = sandbox.get().product(cell, tenant)) {
      assertThat(writers.missing(product)).isEmpty();
      assertThat(writers.surplus(product)).isEmpty();
    }
  }

  /** Serializable transactions of several sessions fail each other now and then, move or not. */
  private static List<String> ofAMove(WriteLedger ledger) {
    return ledger.refusals().stream()
        .map(refusal -> refusal.sqlState() + " " + refusal.message())
        .filter(text -> !text.contains("read/write dependencies"))
        .toList();
  }

  /** When the source refused for certain: the journal knows it to the millisecond. */
  private Instant fenced() throws SQLException {
    try (Connection control = sandbox.get().connect("control");
        Statement statement = control.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT at - make_interval(secs => (detail->>'refused_ms')::numeric / 1000)
                FROM _system.journal WHERE phase = 'DRAIN' AND mark = 'DURABLE'
                """)) {
      assertThat(row.next()).isTrue();
      return row.getTimestamp(1).toInstant();
    }
  }

  private List<String> strangersInTheTarget() throws SQLException {
    try (Connection west = sandbox.get().connect("us_west")) {
      return Product.column(
          west,
          """
          SELECT DISTINCT tenant_id FROM (
            SELECT tenant_id FROM orders UNION ALL SELECT tenant_id FROM users
            UNION ALL SELECT tenant_id FROM events UNION ALL SELECT tenant_id FROM settings
            UNION ALL SELECT tenant_id FROM order_history UNION ALL SELECT id FROM tenants) t
          WHERE tenant_id <> 'acme'
          """);
    }
  }
}
