package dev.rehome.moves.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.Moved;
import dev.rehome.moves.MoverMain;
import dev.rehome.moves.MoverProcess;
import dev.rehome.moves.Product;
import dev.rehome.moves.Scene;
import dev.rehome.moves.purge.Purging;
import dev.rehome.purge.Purged;
import dev.rehome.purge.Purged.Ending;
import dev.rehome.sandbox.Servers;
import dev.rehome.sandbox.product.Writers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the owner of the tables does between the proof and RESUME's end, past the fence, while
 * neighbours write: the mover stands still at a place, the owner works, the mover goes on. It is
 * undone as long as that loses nothing, needs a hand afterwards, or is carried over; it never ends
 * as if nothing had happened.
 */
final class OwnerMeanwhileTest {
  private static final String REWRITE = "ALTER TABLE orders ALTER note TYPE text USING note || ''";

  private static final String BYPASS =
      """
      ALTER TABLE settings DISABLE TRIGGER USER;
      INSERT INTO settings VALUES ('acme', 'past the guard', 'x');
      ALTER TABLE settings ENABLE TRIGGER USER
      """;

  /** The owner is careful: afterwards the triggers are what they were. */
  private static final String UNSEEN =
      """
      ALTER TABLE settings DISABLE TRIGGER USER;
      UPDATE settings SET value = 'past the guard' WHERE tenant_id = 'acme';
      INSERT INTO settings VALUES ('acme', 'past the guard', 'x');
      ALTER TABLE settings ENABLE ALWAYS TRIGGER rehome_guard_insert;
      ALTER TABLE settings ENABLE ALWAYS TRIGGER rehome_guard_update;
      ALTER TABLE settings ENABLE ALWAYS TRIGGER rehome_guard_delete;
      ALTER TABLE settings ENABLE ALWAYS TRIGGER rehome_guard_truncate
      """;

  private static final String ATTACH =
      """
      ALTER TABLE events ATTACH PARTITION kept_aside
        FOR VALUES FROM ('2027-01-01 00:00Z') TO ('2027-02-01 00:00Z')
      """;

  private static final String DRAW =
      "SELECT nextval('invoice_numbers') FROM generate_series(1, 20000); SELECT"
          + " setval('documents_id_seq', 5000000)";

  private static final String TABLE =
      "CREATE TABLE added (tenant_id text); INSERT INTO added VALUES ('acme')";

  private static final Map<String, String> DONE =
      Map.of(
          "rewrite", REWRITE,
          "bypass", BYPASS,
          "unseen", UNSEEN,
          "attach", ATTACH,
          "draw", DRAW,
          "table", TABLE,
          "column", "ALTER TABLE orders ADD added text DEFAULT 'x'",
          "replica", "ALTER TABLE settings ENABLE REPLICA TRIGGER rehome_guard_insert",
          "rls", "ALTER TABLE orders ENABLE ROW LEVEL SECURITY");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "snapshot-durable   | rewrite | aborted    | us_east shared_schema.orders: was rewritten",
        "cutover-sealed     | attach  | aborted    | us_east shared_schema.kept_aside: was"
            + " attached",
        "cutover-durable    | unseen  | aborted    | us_east shared_schema.settings: ",
        "cutover-durable    | draw    | done       | ''",
        "resume-handed-over | bypass  | needs_hand | us_east shared_schema.settings: the guard's"
            + " triggers",
        "resume-handed-over | unseen  | needs_hand | rows were written since the proof, past the"
            + " guard",
      })
  void isSeenOrCarriedOver(String place, String what, String status, String sentence)
      throws Exception {
    seen(place, what, status, sentence);
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource(
      delimiter = '|',
      value = {
        "cutover-sealed     | rewrite | aborted    | us_east shared_schema.orders: was rewritten",
        "cutover-durable    | rewrite | aborted    | us_east shared_schema.orders: was rewritten",
        "resume-handed-over | rewrite | needs_hand | us_east shared_schema.orders: ",
        "snapshot-durable   | bypass  | aborted    | tables that the guard does not watch:"
            + " [shared_schema.settings]",
        "cutover-sealed     | bypass  | aborted    | us_east shared_schema.settings: the guard's"
            + " triggers",
        "cutover-durable    | bypass  | aborted    | us_east shared_schema.settings: the guard's"
            + " triggers",
        "snapshot-durable   | unseen  | aborted    | rows were written since the proof, past the"
            + " guard",
        "cutover-sealed     | unseen  | aborted    | rows were written since the proof, past the"
            + " guard",
        "resume-intent      | unseen  | needs_hand | rows were written since the proof, past the"
            + " guard",
        "snapshot-durable   | attach  | aborted    | kept_aside",
        "cutover-durable    | attach  | aborted    | us_east shared_schema.kept_aside: was"
            + " attached",
        "resume-handed-over | attach  | needs_hand | us_east shared_schema.kept_aside: is gone",
        "snapshot-durable   | draw    | done       | ''",
        "cutover-sealed     | draw    | done       | ''",
        "cutover-sealed     | table   | aborted    | us_east shared_schema.added: came since the"
            + " proof",
        "cutover-durable    | table   | aborted    | us_east shared_schema.added: came since the"
            + " proof",
        "resume-handed-over | table   | needs_hand | us_east shared_schema.added: came since the"
            + " proof, and holds 1 rows of acme",
        "cutover-sealed     | column  | aborted    | us_east shared_schema.orders: has other"
            + " columns",
        "cutover-durable    | column  | aborted    | us_east shared_schema.orders: has other"
            + " columns",
        "resume-handed-over | column  | done       | ''",
        "cutover-durable    | replica | aborted    | us_east shared_schema.settings: the guard's"
            + " triggers",
        "cutover-durable    | rls     | aborted    | us_east shared_schema.orders: its row-level"
            + " security",
      })
  void isSeenOrCarriedOverWherever(String place, String what, String status, String sentence)
      throws Exception {
    seen(place, what, status, sentence);
  }

  /** As a promoted standby would be: the record of the drain names another server. */
  @Test
  void aSourceThatAnotherServerHasTakenThePlaceOfIsNotLeft() throws Exception {
    try (Scene scene = scene();
        Connection control = scene.sandbox().connect("control");
        Statement statement = control.createStatement()) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess mover = scene.sleeper(move, "cutover-durable");
      mover.asleep();
      statement.execute(
          """
          SET session_replication_role = replica;
          UPDATE _system.journal SET detail = jsonb_set(detail, '{identity.postgres source}', '"1/00000001/app"')
          WHERE phase = 'DRAIN' AND mark = 'DURABLE'
          """);
      mover.signal("CONT");
      Moved end = ended(scene, move, mover);
      assertThat(end.status()).as("%s%n%s", end.message(), mover.log()).isEqualTo("aborted");
      assertThat(end.message()).contains("a store is no longer the one that was drained");
      serves(scene, end);
    }
  }

  /** Only forward from here, also for what was proven before there were looks. */
  @Test
  @Tag("long")
  void aMoveWithoutANoteIsNotHeldUpAfterResume() throws Exception {
    try (Scene scene = scene();
        Connection control = scene.sandbox().connect("control");
        Statement statement = control.createStatement()) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess mover = scene.sleeper(move, "resume-handed-over");
      mover.asleep();
      statement.execute("DELETE FROM _system.looks");
      mover.signal("CONT");
      Moved end = ended(scene, move, mover);
      assertThat(end.status()).as("%s%n%s", end.message(), mover.log()).isEqualTo("done");
      serves(scene, end);
    }
  }

  private static Moved ended(Scene scene, String move, MoverProcess mover) {
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> MoverMain.ended(scene.history(), move) || !mover.alive());
    return scene.history().move(move).orElseThrow();
  }

  private static void seen(String place, String what, String status, String sentence)
      throws Exception {
    try (Scene scene = scene();
        Writers globex =
            Writers.start(
                "globex",
                1,
                Connection.TRANSACTION_READ_COMMITTED,
                () -> scene.sandbox().productUrl(Scene.SOURCE, "globex"));
        Connection owner = scene.sandbox().connect(Scene.SOURCE)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess mover = scene.sleeper(move, place);
      mover.asleep();
      owner(owner, DONE.get(what));
      mover.signal("CONT");
      Moved end = ended(scene, move, mover);
      assertThat(end.status()).as("%s%n%s", end.message(), mover.log()).isEqualTo(status);
      assertThat(end.message()).contains(sentence);
      globex.awaitAcknowledged(3);
      globex.stop();
      serves(scene, end);
      if (what.equals("draw")) {
        nothingIsGivenTwice(scene, owner);
      }
    }
  }

  /** With a table of acme's that is not yet a partition. */
  private static Scene scene() throws Exception {
    var sandbox = Servers.fresh(2_000);
    try (Connection east = sandbox.connect(Scene.SOURCE)) {
      owner(
          east,
          """
          CREATE TABLE kept_aside (LIKE events INCLUDING ALL);
          INSERT INTO kept_aside (tenant_id, id, occurred_at, kind)
            SELECT 'acme', n, '2027-01-02 00:00Z', 'aside' FROM generate_series(1000000, 1000009) n
          """);
    }
    return new Scene(sandbox, Map.of());
  }

  private static void owner(Connection session, String statements) throws Exception {
    try (Statement statement = session.createStatement()) {
      statement.execute(
          "SET ROLE app_owner; SET search_path = %s; %s".formatted(Scene.SCHEMA, statements));
    }
  }

  private static void serves(Scene scene, Moved end) {
    boolean moved = !end.status().equals("aborted");
    assertThat(scene.history().placement("acme")).contains(moved ? Scene.TARGET : Scene.SOURCE);
    assertThat(scene.write(Scene.SOURCE, "acme"))
        .isIn(moved ? "RH001" : "passes", end.status().equals("needs_hand") ? "passes" : "");
    assertThat(scene.write(Scene.TARGET, "acme")).isEqualTo(moved ? "passes" : "42P01");
    assertThat(scene.write(Scene.SOURCE, "globex")).isEqualTo("passes");
    if (end.status().equals("needs_hand")) {
      assertThat(scene.history().job("j1").orElseThrow().word()).contains(Word.NEEDS_HAND);
      Purged purged = Purging.purge(scene.settings(), "acme");
      assertThat(purged.ending()).as(purged.toString()).isEqualTo(Ending.REFUSED);
      assertThat(purged.sentence()).contains("needs a hand: us_west serves acme");
    }
  }

  /** What the source has given out, the target gives to nobody. */
  private static void nothingIsGivenTwice(Scene scene, Connection east) throws Exception {
    try (Connection west = scene.sandbox().connect(Scene.TARGET)) {
      for (String sequence : new String[] {"invoice_numbers", "documents_id_seq"}) {
        String given = "SELECT last_value FROM %s." + sequence;
        long source = Long.parseLong(Product.column(east, given.formatted(Scene.SCHEMA)).get(0));
        long target = Long.parseLong(Product.column(west, given.formatted("public")).get(0));
        assertThat(target).as(sequence).isGreaterThanOrEqualTo(source);
      }
    }
  }
}
