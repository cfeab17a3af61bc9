package dev.rehome.postgres.copy.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Receipt;
import dev.rehome.model.StaleLease;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LedgerTest {
  private static final String ORDERS =
      """
      CREATE TABLE orders (tenant_id text, id int PRIMARY KEY);
      INSERT INTO orders SELECT 'acme', n FROM generate_series(1, 5000) n
      """;

  private static final String COPIED_SOME =
      "SELECT count(*) FROM pg_stat_progress_copy WHERE type = 'PIPE' AND tuples_processed > 20";

  private static Chunk rows(Plan plan) {
    return plan.chunks().stream()
        .filter(chunk -> chunk.id().equals("rows/shop.orders/0"))
        .findFirst()
        .orElseThrow();
  }

  private static Chunk beforeRows(TwoDatabases two) {
    Plan plan = two.store().plan(two.move);
    plan.chunks().stream()
        .filter(chunk -> chunk.wave() == 0)
        .forEach(chunk -> two.store().copy(two.move, chunk));
    return rows(plan);
  }

  @Test
  void aChunkCopiedTwiceIsThereOnceAndAnswersTheSameReceipt() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(ORDERS);
      Chunk chunk = beforeRows(two);
      CompletableFuture<Receipt> other =
          CompletableFuture.supplyAsync(() -> two.store().copy(two.move, chunk));
      Receipt receipt = two.store().copy(two.move, chunk);
      assertThat(other.join()).isEqualTo(receipt);
      assertThat(two.store().copy(two.move, chunk)).isEqualTo(receipt);
      assertThat(receipt.rows()).isEqualTo(5000);
      assertThat(receipt.digest()).matches("[0-9a-f]{64}");
      assertThat(two.target("SELECT count(*) FROM orders")).isEqualTo("5000");
    }
  }

  @Test
  void aStaleWorkerIsRefusedAndWritesNothing() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(ORDERS);
      Chunk chunk = beforeRows(two);
      Ledger newer = new Ledger(two.cells(), confirmed -> {});
      newer.enter(TwoDatabases.move(2, Options.NONE));
      assertThatThrownBy(() -> two.store().copy(two.move, chunk))
          .isInstanceOf(StaleLease.class)
          .hasMessage("move m1: lease has epoch 1, us_west has epoch 2");
      assertThatThrownBy(() -> newer.enter(two.move)).isInstanceOf(StaleLease.class);
      assertThatThrownBy(() -> two.store().discard(two.move)).isInstanceOf(StaleLease.class);
      assertThat(two.target("SELECT count(*) FROM orders")).isEqualTo("0");
      assertThat(two.target("SELECT count(*) FROM _rehome.receipt WHERE chunk LIKE 'rows%'"))
          .isEqualTo("0");
    }
  }

  @Test
  void aWorkerAsleepUntilTheMoveWasForgottenDoesNotBeginAgain() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(ORDERS);
      Chunk chunk = beforeRows(two);
      Move newer = TwoDatabases.move(2, Options.NONE);
      new Ledger(two.cells(), confirmed -> {}).leave(newer);
      assertThatThrownBy(() -> two.store().copy(two.move, chunk))
          .isInstanceOfAny(StaleLease.class, dev.rehome.model.MoveFailed.class);
      assertThat(two.target("SELECT to_regclass('_rehome.lease')")).isNull();
      assertThat(two.target("SELECT count(*) FROM orders")).isEqualTo("0");
    }
  }

  @Test
  void anEpochThatTheControlStoreDoesNotConfirmIsNotEntered() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      Ledger ledger =
          new Ledger(
              two.cells(),
              move -> {
                throw new StaleLease("move m1: lease has epoch 1, the journal has epoch 2");
              });
      Chunk chunk = new Chunk("m1", "postgres", "c", 0, Map.of());
      assertThatThrownBy(() -> ledger.once(two.move, chunk, target -> Copied.NOTHING))
          .isInstanceOf(StaleLease.class);
      assertThat(two.target("SELECT to_regclass('_rehome.lease')")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"us_west", "us_east"})
  void aSessionCutInTheMiddleLeavesNoRowsAndTheNextTryCopiesThemAll(String cut) throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      // more than the buffers between the servers hold
      two.onSource(
          """
          CREATE TABLE orders (tenant_id text, id int PRIMARY KEY, f text);
          INSERT INTO orders SELECT 'acme', n, repeat('f', 16000) FROM generate_series(1, 2000) n
          """);
      Chunk chunk = beforeRows(two);
      two.onTarget(
          """
          CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_sleep(0.001); RETURN NEW; END';
          CREATE TRIGGER slow BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION slow()
          """);
      CompletableFuture<Receipt> copying =
          CompletableFuture.supplyAsync(() -> two.store().copy(two.move, chunk));
      await().until(() -> !two.target(COPIED_SOME).equals("0"));
      two.target(
          """
          SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
          WHERE datname = '%s' AND application_name = 'rehome/m1/1'
          """
              .formatted(cut.equals("us_west") ? two.targetDatabase() : two.sourceDatabase()));
      await().until(copying::isDone);
      assertThatThrownBy(copying::join).hasCauseInstanceOf(PassingFault.class);
      assertThat(two.target("SELECT count(*) FROM orders")).isEqualTo("0");
      two.onTarget("DROP TRIGGER slow ON orders");
      assertThat(again(two, chunk).rows()).isEqualTo(2000);
      assertThat(two.target("SELECT count(*) FROM orders")).isEqualTo("2000");
    }
  }

  /** As the pipeline does it: passing faults are tried again. */
  private static Receipt again(TwoDatabases two, Chunk chunk) {
    for (int tries = 0; ; tries++) {
      try {
        return two.store().copy(two.move, chunk);
      } catch (PassingFault e) {
        assertThat(tries).isLessThan(5);
      }
    }
  }

  @Test
  void twoCallersNeverCopyAtTheSameTimeAndATakeoverWaitsForTheChunk() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      Ledger ledger = new Ledger(two.cells(), confirmed -> {});
      Chunk chunk = new Chunk("m1", "postgres", "c", 0, Map.of());
      ledger.once(
          two.move,
          chunk,
          target -> {
            try (Connection takeover = two.connectTarget();
                Statement raise = takeover.createStatement()) {
              raise.execute("SET lock_timeout = '200ms'");
              assertThatThrownBy(() -> raise.execute("UPDATE _rehome.lease SET epoch = 2"))
                  .hasMessageContaining("lock timeout");
            }
            return Copied.NOTHING;
          });
      two.plant("UPDATE _rehome.lease SET epoch = 2");
    }
  }
}
