package dev.rehome.moves.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.sandbox.product.Placement;
import dev.rehome.sandbox.product.Writers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant moves from one shared cell into another, and the tenants of both go on writing. */
class ConsolidationTest {
  private static final int LEVEL = Connection.TRANSACTION_READ_COMMITTED;

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @BeforeEach
  void westIsSharedToo() throws Exception {
    TwoShared.fill(sandbox.get());
    TwoShared.quiet(true);
  }

  @AfterEach
  void nobodyElseMayKeepQuiet() throws Exception {
    TwoShared.quiet(false);
  }

  @Test
  void nothingIsLostAndNoNeighbourNotices() throws Exception {
    String acmes = Product.seeded(sandbox.get(), "us_east", "acme");
    String hoolis = Product.seeded(sandbox.get(), "us_west", "hooli");
    try (Mover mover = new Mover(TwoShared.settings(sandbox.get()));
        Placement placement =
            new Placement(sandbox.get().database("control"), "acme", "us_east", this::acmes);
        Writers acme = Writers.start("acme", 2, LEVEL, placement);
        Writers globex =
            Writers.start("globex", 1, LEVEL, () -> sandbox.get().productUrl("us_east", "globex"));
        Writers initech =
            Writers.start(
                TwoShared.NEIGHBOUR, 2, Connection.TRANSACTION_REPEATABLE_READ, this::west)) {
      acme.awaitAcknowledged(20);
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.MOVED);
      for (Writers writers : List.of(acme, globex, initech)) {
        writers.awaitAcknowledged(20);
        writers.stop();
      }
      nothingIsLost(acme, "us_west", "acme");
      nothingIsLost(globex, "us_east", "globex");
      nothingIsLost(initech, "us_west", TwoShared.NEIGHBOUR);
      assertThat(globex.ledger().refusals()).isEmpty();
      assertThat(initech.ledger().refusals()).isEmpty();
      assertThat(acme.ledger().refusalsBySqlState().keySet()).containsOnly("RH001");
    }
    assertThat(Product.seeded(sandbox.get(), "us_west", "acme")).isEqualTo(acmes);
    assertThat(Product.seeded(sandbox.get(), "us_west", "hooli")).isEqualTo(hoolis);
    oneHistoryLineForEachStateOfAnOrder();
  }

  /** The product's own trigger writes it: once at the source, and not again for the copied row. */
  private void oneHistoryLineForEachStateOfAnOrder() throws SQLException {
    try (Connection west = sandbox.get().product("us_west", "acme")) {
      assertThat(
              Product.column(
                  west,
                  """
                  SELECT order_id FROM order_history h JOIN orders o ON o.id = h.order_id
                  GROUP BY order_id, h.state HAVING count(*) > 1
                  """))
          .isEmpty();
    }
  }

  @Test
  @Tag("long")
  void aRehearsalLeavesNothingAmongTheNeighbours() throws Exception {
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (Mover mover = new Mover(TwoShared.settings(sandbox.get()))) {
      Submitted done = mover.rehearse("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).as(done.message()).contains(Word.REHEARSED);
    }
    assertThat(residue.left()).isEmpty();
  }

  @Test
  @Tag("long")
  void aCellThatATenantLeftTakesItBack() throws Exception {
    try (Mover mover = new Mover(TwoShared.settings(sandbox.get()))) {
      assertThat(mover.move("j1", "acme", "us_east", "us_west").word()).contains(Word.MOVED);
      Submitted back = mover.move("j2", "acme", "us_west", "us_east");
      assertThat(back.word()).as(back.message()).contains(Word.MOVED);
      assertThat(mover.move("j1", "acme", "us_east", "us_west").word()).contains(Word.MOVED);
    }
    assertThat(Product.seeded(sandbox.get(), "us_east", "acme"))
        .isEqualTo(Product.seeded(sandbox.get(), "us_west", "acme"));
    assertThat(Product.tryToWrite(sandbox.get(), "us_east", "acme")).isEmpty();
    assertThat(Product.tryToWrite(sandbox.get(), "us_west", "acme")).isEqualTo("RH001");
    assertThat(Product.tryToWrite(sandbox.get(), "us_west", TwoShared.NEIGHBOUR)).isEmpty();
  }

  @Test
  @Tag("long")
  void keysThatNeighboursHaveAreToldBeforeAnythingHappens() throws Exception {
    try (Connection west = sandbox.get().connect("us_west");
        Statement statement = west.createStatement()) {
      statement.execute(
          """
          SET search_path = public;
          INSERT INTO orders (tenant_id, id, number, user_id, currency) OVERRIDING SYSTEM VALUE
          SELECT 'initech', n, 'early ' || n, (SELECT min(id) FROM users WHERE tenant_id = 'initech'), 'EUR'
          FROM generate_series(1, 7) n
          """);
    }
    Residue residue = Residue.of(sandbox.get(), "us_east", "us_west");
    try (Mover mover = new Mover(TwoShared.settings(sandbox.get()))) {
      Submitted done = mover.move("j1", "acme", "us_east", "us_west");
      assertThat(done.word()).contains(Word.REFUSED);
      assertThat(done.message())
          .contains(
              "public.orders, key orders_id_key: neighbours have values of it already that the"
                  + " tenant's rows have (7 rows");
    }
    assertThat(residue.left()).isEmpty();
  }

  private String acmes(String cell) {
    return sandbox.get().productUrl(cell, "acme");
  }

  private String west() {
    return sandbox.get().productUrl("us_west", TwoShared.NEIGHBOUR);
  }

  private void nothingIsLost(Writers writers, String cell, String tenant) throws SQLException {
    try (Connection product = sandbox.get().product(cell, tenant)) {
      assertThat(writers.missing(product)).isEmpty();
      assertThat(writers.surplus(product)).isEmpty();
    }
  }
}
