package dev.rehome.postgres.schema.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.schema.parity.SchemaParity;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaRoundTripTest {
  @Test
  void aNastySchemaComesUnderAnotherNameAndGoesWithoutATrace() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.nasty();
      List<String> before = cells.catalog();
      cells.applyAll();
      assertThat(cells.catalog()).hasSizeGreaterThan(before.size() + 100);
      cells.discard();
      assertThat(cells.catalog()).isEqualTo(before);
      cells.discard();
      cells.applyAll();
      cells.discard();
      assertThat(cells.catalog()).isEqualTo(before);
    }
  }

  @Test
  void aSchemaThatTheTargetLacksIsMadeWithItsOwnerAndGrants() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.nasty();
      cells.targetSettings =
          TwoCells.settings(cells.targetDatabase, Isolation.SCHEMA, "Neues \"Haus\"");
      List<String> before = cells.catalog();
      cells.applyAll();
      assertThat(cells.catalog())
          .anyMatch(line -> line.startsWith("namespace Neues \"Haus\" app_owner"))
          .anyMatch(line -> line.startsWith("default acl") && line.contains("app_reader=r"))
          .anyMatch(line -> line.contains("what acme's shop holds"));
      cells.discard();
      assertThat(cells.catalog()).isEqualTo(before);
    }
  }

  @Test
  void whatSomebodyElseBuiltOnTopStaysAndIsNamed() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.onSource(
          "CREATE SCHEMA shop AUTHORIZATION app_owner; SET ROLE app_owner;"
              + " CREATE TABLE shop.t (id int PRIMARY KEY)");
      cells.applyAll();
      cells.onTarget("CREATE SCHEMA theirs; CREATE TABLE theirs.x (id int REFERENCES public.t)");
      List<String> before = cells.catalog();
      assertThatThrownBy(cells::discard)
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("table constraint x_id_fkey on theirs.x");
      assertThat(cells.catalog()).isEqualTo(before);
    }
  }

  @Test
  void excludedTablesAndTheGuardsTriggersStayBehind() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.onSource(
          """
          CREATE SCHEMA shop AUTHORIZATION app_owner; SET ROLE app_owner;
          CREATE TABLE shop.t (id int PRIMARY KEY);
          CREATE FUNCTION shop.noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
          CREATE TRIGGER rehome_guard_insert AFTER INSERT ON shop.t FOR EACH ROW EXECUTE FUNCTION shop.noop();
          ALTER TABLE shop.t ENABLE ALWAYS TRIGGER rehome_guard_insert;
          CREATE TABLE shop.audit (id serial, at date) PARTITION BY RANGE (at);
          CREATE TABLE shop.audit_1 PARTITION OF shop.audit DEFAULT
          """);
      PostgresCell plain = cells.sourceSettings;
      cells.sourceSettings =
          new PostgresCell(
              plain.database(),
              plain.isolation(),
              plain.schemas(),
              plain.tenantColumn(),
              plain.tenantColumns(),
              plain.predicates(),
              plain.tenantRole(),
              plain.roleMap(),
              plain.referenceTables(),
              List.of("shop.audit"));
      cells.applyAll();
      assertThat(cells.catalog())
          .anyMatch(line -> line.startsWith("class t "))
          .noneMatch(line -> line.contains("audit"))
          .noneMatch(line -> line.contains("rehome_guard"));
      var scope = cells.scope();
      assertThat(
              SchemaParity.check(
                      cells.source(),
                      cells.target(),
                      cells.move,
                      scope,
                      SchemaParity.planned(scope).get(0))
                  .passed())
          .isTrue();
    }
  }
}
