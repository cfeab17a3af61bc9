package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.settings.Settings;
import org.junit.jupiter.api.Test;

/** Cells that cannot be reached, or do not go together. */
final class CellProblemsTest extends ProblemsTest {
  @Test
  void aTenantThatCanBeMovedHasNoFinding() {
    assertThat(find()).isEmpty();
  }

  @Test
  void aWrongPasswordAndADeadHostAreOneFindingEach() {
    cells.sourceSettings = at(cells.sourceSettings, cells.sourceSettings.database().url(), "wrong");
    cells.targetSettings = at(cells.targetSettings, "jdbc:postgresql://127.0.0.1:1/x", "secret");
    assertThat(find())
        .hasSize(2)
        .anyMatch(f -> f.subject().startsWith("us_east") && f.problem().contains("password"))
        .anyMatch(f -> f.subject().startsWith("us_west") && f.problem().contains("refused"))
        .noneMatch(f -> f.line().contains("wrong;"));
  }

  private static PostgresCell at(PostgresCell cell, String url, String password) {
    return TwoCells.at(cell, new Settings.Database(url, "mover", password));
  }

  @Test
  void pairsThatDoNotGoTogetherAreRefusedTogether() {
    cells.sourceSettings = TwoCells.settings(cells.sourceDatabase, Isolation.DATABASE, "shop");
    cells.targetSettings = TwoCells.settings(cells.targetDatabase, Isolation.SCHEMA, "one", "two");
    blocks("from isolation DATABASE to SCHEMA", "all but database to schema");
    blocks("1 schemas [shop] against 2 [one, two]");
  }

  @Test
  void aMissingSourceSchemaIsNamed() {
    cells.sourceSettings = TwoCells.settings(cells.sourceDatabase, Isolation.SCHEMA, "nowhere");
    blocks("us_east schema nowhere", "is not in the source");
  }

  @Test
  void theSameDatabaseOnBothSidesIsRefused() {
    cells.targetSettings = TwoCells.settings(cells.sourceDatabase, Isolation.DATABASE, "public");
    blocks("both are database", "same server");
  }

  @Test
  void rowsMayBecomeASchemaOfTheirOwn() throws Exception {
    cells.targetSettings =
        TwoCells.settings(cells.targetDatabase, Isolation.SCHEMA, "tenant_{tenant}");
    assertThat(find()).isEmpty();
    cells.applyAll();
    assertThat(cells.catalog()).anyMatch(line -> line.startsWith("class tenant_acme.orders "));
  }

  @Test
  void aSourceWithoutAnEncodingIsTold() throws Exception {
    TwoCells.admin(
        "postgres",
        "CREATE DATABASE ascii_%s TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'"
            .formatted(cells.sourceDatabase));
    cells.sourceSettings =
        TwoCells.settings("ascii_" + cells.sourceDatabase, Isolation.DATABASE, "public");
    notes("us_east to us_west", "SQL_ASCII", "correct it in the source");
  }

  @Test
  void anEncodingThatCannotHoldTheSourcesIsRefused() throws Exception {
    TwoCells.admin(
        "postgres",
        "CREATE DATABASE latin_"
            + cells.targetDatabase
            + " TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
    cells.targetSettings =
        TwoCells.settings("latin_" + cells.targetDatabase, Isolation.DATABASE, "public");
    blocks("encoding LATIN1 cannot hold the source's UTF8");
  }
}
