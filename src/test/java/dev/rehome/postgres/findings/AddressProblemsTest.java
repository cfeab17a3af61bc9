package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.Needed;
import dev.rehome.model.Finding;
import dev.rehome.postgres.TwoCells;
import dev.rehome.sandbox.servers.PgBouncer;
import dev.rehome.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cell whose address is a PgBouncer's. */
final class AddressProblemsTest {
  @BeforeAll
  static void thereIsOne() {
    Needed.program("pgbouncer", PgBouncer.there());
  }

  private static TwoCells cells() throws Exception {
    TwoCells cells = new TwoCells();
    cells.onSource(
        "CREATE SCHEMA shop AUTHORIZATION app_owner; SET ROLE app_owner;"
            + " CREATE TABLE shop.orders (id int PRIMARY KEY); INSERT INTO shop.orders VALUES (1)");
    return cells;
  }

  private static List<Finding> find(TwoCells cells) {
    return PostgresProblems.find(cells.source(), cells.target(), cells.move, 1 << 20);
  }

  @Test
  void aPoolOfTransactionsIsRefusedOnEitherSide() throws Exception {
    try (TwoCells cells = cells();
        PgBouncer bouncer =
            PgBouncer.start(TwoCells.postgres(), "transaction", cells.sourceSettings.database())) {
      cells.sourceSettings =
          TwoCells.at(cells.sourceSettings, bouncer.before(cells.sourceSettings.database()));
      cells.targetSettings =
          TwoCells.at(cells.targetSettings, bouncer.before(cells.targetSettings.database()));
      assertThat(find(cells))
          .filteredOn(f -> f.blocks() && f.problem().contains("transaction or statement mode"))
          .extracting(Finding::remedy)
          .hasSize(2)
          .anyMatch(remedy -> remedy.contains("name the server itself in rehome.cell.us_east."))
          .anyMatch(remedy -> remedy.contains("pool_mode = session"));
    }
  }

  @Test
  void aPoolOfSessionsIsToldAndWorks() throws Exception {
    try (TwoCells cells = cells();
        PgBouncer bouncer =
            PgBouncer.start(TwoCells.postgres(), "session", cells.sourceSettings.database())) {
      cells.sourceSettings =
          TwoCells.at(cells.sourceSettings, bouncer.before(cells.sourceSettings.database()));
      cells.targetSettings =
          TwoCells.at(cells.targetSettings, bouncer.before(cells.targetSettings.database()));
      assertThat(find(cells))
          .noneMatch(Finding::blocks)
          .filteredOn(f -> f.problem().contains("session mode"))
          .hasSize(2);
      cells.applyAll();
      assertThat(cells.catalog()).anyMatch(line -> line.startsWith("class orders"));
    }
  }

  @Test
  void onePoolThatRefusesTheDriverIsToldToBeOne() throws Exception {
    try (TwoCells cells = cells();
        PgBouncer bouncer =
            PgBouncer.start(TwoCells.postgres(), "session", cells.sourceSettings.database())) {
      Settings.Database before = bouncer.before(cells.sourceSettings.database());
      cells.sourceSettings =
          TwoCells.at(
              cells.sourceSettings,
              new Settings.Database(
                  before.url() + "?options=-c%20jit=off", before.user(), before.password()));
      assertThat(find(cells))
          .singleElement()
          .satisfies(f -> assertThat(f.remedy()).contains("is a connection pooler"));
    }
  }
}
