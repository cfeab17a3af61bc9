package dev.rehome.postgres.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.postgres.findings.PostgresProblems;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.store.Gauge;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of a tenant's old rows keeps it from coming back. */
class ReturnProblemsTest {
  private static final String TABLES =
      """
      CREATE TABLE orders (id int PRIMARY KEY, tenant_id text);
      CREATE TABLE drafts (id int PRIMARY KEY, tenant_id text);
      CREATE TABLE days (day int, tenant_id text, PRIMARY KEY (day)) PARTITION BY RANGE (day);
      CREATE TABLE early PARTITION OF days FOR VALUES FROM (0) TO (100)
      """;

  private static final String ROWS =
      "INSERT INTO orders SELECT n, CASE WHEN n % 2 = 0 THEN 'acme' ELSE 'globex' END FROM"
          + " generate_series(1, 20) n; INSERT INTO days VALUES (7, 'acme'), (8, 'globex')";

  @Test
  void rowsThatACheckOfLaterBreaksCouldNotBePutBack() throws Exception {
    try (Departed acme = new Departed(Setting.ROW, TABLES, ROWS)) {
      assertThat(blocking(acme)).isEmpty();
      acme.cells.onSource(
          """
          ALTER TABLE orders ADD CONSTRAINT large CHECK (id > 8) NOT VALID,
            ADD CONSTRAINT kept CHECK (id > 1) NOT VALID;
          ALTER TABLE days ADD CONSTRAINT late CHECK (day > 7) NOT VALID;
          ALTER TABLE early ADD CONSTRAINT later CHECK (day > 7) NOT VALID
          """);
      assertThat(blocking(acme))
          .hasSize(3)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "us_east shop.orders.large",
                          "rows that acme left by move m1 break it",
                          "4 rows, e.g. (2), (4), (6)",
                          "run rehome purge acme, or drop the constraint"))
          .anySatisfy(line -> assertThat(line).contains("shop.days.late", "1 row, e.g. (7)"))
          .anySatisfy(line -> assertThat(line).contains("shop.early.later", "1 row, e.g. (7)"));
    }
  }

  @Test
  void aTableThatTheSourceLacksBlocksOnlyWithRowsOfTheTenant() throws Exception {
    try (Departed acme = new Departed(Setting.ROW, TABLES, ROWS)) {
      acme.cells.onTarget("DROP TABLE public.drafts");
      assertThat(blocking(acme)).isEmpty();
      acme.cells.onTarget("DROP TABLE public.orders");
      assertThat(blocking(acme))
          .singleElement()
          .asString()
          .contains("us_east shop.orders", "is none that come from us_west");
    }
  }

  @Test
  void aReferenceTableOfItsOwnThatChangedSinceIsEmptiedOnceTheGuardLetsIt() throws Exception {
    String tables = "CREATE TABLE currencies (code text PRIMARY KEY); " + TABLES;
    String rows = "INSERT INTO currencies VALUES ('EUR')";
    Setting setting = Setting.DATABASE_TO_ROW.references("currencies");
    try (Departed acme = new Departed(setting, tables, rows)) {
      acme.cells.onTarget("INSERT INTO currencies VALUES ('EUR'), ('CHF') ON CONFLICT DO NOTHING");
      assertThatThrownBy(() -> acme.cells.onSource("DELETE FROM currencies"))
          .hasMessageContaining("was moved to us_west");
      PostgresCells cells = acme.cells.cells();
      Move back = back();
      assertThat(
              PostgresProblems.find(
                      cells.source(back),
                      cells.target(back),
                      back,
                      Optional.of(acme.left),
                      1 << 20,
                      Gauge.NONE)
                  .stream()
                  .filter(Finding::blocks)
                  .map(Finding::line))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "us_east shop.currencies: is a reference or shared table that holds other"
                              + " rows",
                          "run rehome purge acme first, until then the guard of move m1 refuses"));
      acme.all();
      acme.purge.settle(acme.left.asBegun());
      acme.cells.onSource("DELETE FROM currencies");
    }
  }

  private static List<String> blocking(Departed acme) {
    Move back = back();
    Look look =
        Look.at(
            acme.cells.cells().source(back),
            acme.cells.cells().target(back),
            back,
            Optional.of(acme.left),
            1 << 20);
    return new ReturnProblems()
        .ask(look).stream().filter(Finding::blocks).map(Finding::line).toList();
  }

  private static Move back() {
    Move away = TwoDatabases.move(3, Options.NONE);
    return new Move(
        "m9",
        "j9",
        away.tenant(),
        /* source= */ away.target(),
        /* target= */ away.source(),
        away.options(),
        3,
        away.position());
  }
}
