package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.cases.SchemaCase;
import dev.rehome.purge.Purged;
import org.junit.jupiter.api.Test;

/** The refusal outlives the purge, until an operator lifts it: counted, and audited. */
class LiftCommandTest {
  private static final String LATE = "INSERT INTO nodes VALUES (9, 'acme', NULL)";

  /** As if acme had left a third cell too, where a purge of its rows is under way. */
  private static final String UNFINISHED_ELSEWHERE =
      """
      INSERT INTO _system.purges (id, move, tenant, tenant_id, database, state, epoch)
      SELECT 'p-north', m.id, t.name, t.name, 'us_north', 'deleting', t.epoch
      FROM _system.tenants t JOIN _system.moves m ON m.tenant = t.name
      """;

  private static final String EPOCHS =
      "SELECT t.epoch = p.epoch FROM _system.tenants t JOIN _system.purges p ON p.tenant = t.name";

  private static Child lift(SchemaCase of, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "lift";
    all[1] = "acme";
    System.arraycopy(more, 0, all, 2, more.length);
    return Child.run(of.file(), all);
  }

  private static void refuses(SchemaCase of, String cell, String why) {
    Child refused = lift(of, "--cell", cell);
    assertThat(refused.status()).as(refused.all()).isEqualTo(2);
    assertThat(refused.lastLine()).startsWith("REFUSED").contains(why);
  }

  @Test
  void nothingIsLeftOfTheGuardAfterIt() throws Exception {
    try (SchemaCase one = SchemaCase.of("purge-orphans")) {
      refuses(one, "us_east", "acme is not in the catalog");
      one.moved();
      refuses(one, "us_west", "us_west serves acme");
      refuses(one, "us_east", "still holds the rows that acme left there");
      assertThat(one.purge().ending()).isEqualTo(Purged.Ending.PURGED);
      assertThat(one.write("us_east", LATE)).isEqualTo("RH001");

      Child lifted = lift(one, "--cell", "us_east");
      assertThat(lifted.status()).as(lifted.all()).isZero();
      assertThat(lifted.lastLine())
          .isEqualTo(
              "LIFTED acme is not refused at us_east any more: the guard of us_east, which asked"
                  + " at 1 table, and 2 triggers that nobody else needs taken away");
      assertThat(one.write("us_east", LATE)).isEmpty();
      assertThat(
              one.ask(
                  "us_east",
                  "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'rehome%' UNION ALL SELECT"
                      + " count(*) FROM pg_namespace WHERE nspname = '_rehome'"))
          .containsExactly("0", "0");

      Child again = lift(one, "--cell", "us_east", "--json");
      assertThat(again.status()).as(again.all()).isZero();
      assertThat(again.lastLine())
          .startsWith(
              "{\"outcome\":\"LIFTED\",\"tenant\":\"acme\",\"database\":\"us_east\",\"removed\":{}");
      assertThat(
              one.ask(
                  "control",
                  "SELECT result, detail LIKE '%2 triggers%' FROM _system.audit WHERE action ="
                      + " 'lift' ORDER BY seq"))
          .containsExactly(
              "refusal|f",
              "refusal|f",
              "refusal|f",
              "success|f",
              "success|t",
              "success|f",
              "success|f");
    }
  }

  @Test
  void rowsThatAreStillThereNeedConsent() throws Exception {
    try (SchemaCase one = SchemaCase.of("purge-orphans")) {
      one.moved();
      one.run("control", UNFINISHED_ELSEWHERE);
      Child refused = lift(one, "--cell", "us_east", "--unpurged");
      assertThat(refused.status()).as(refused.all()).isEqualTo(2);
      assertThat(refused.lastLine())
          .startsWith("REFUSED purge p-north of acme at us_north is unfinished");
      assertThat(one.ask("control", EPOCHS)).as("it still is the purge's").containsExactly("t");
      one.run("control", "DELETE FROM _system.purges");

      Child lifted = lift(one, "--cell", "us_east", "--unpurged");
      assertThat(lifted.status()).as(lifted.all()).isZero();
      assertThat(one.write("us_east", LATE)).isEmpty();
      assertThat(one.write("us_east", "TRUNCATE nodes CASCADE")).isEmpty();
      Purged purged = one.purge();
      assertThat(purged.ending()).isEqualTo(Purged.Ending.REFUSED);
      assertThat(purged.sentence()).contains("'gone'");
    }
  }
}
