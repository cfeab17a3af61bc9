package dev.rehome.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.purge.Purged;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left at the source after a purge: nothing of the tenant's, all of everybody else's. */
final class PurgedCasesTest {
  /** Which tables there are, how many of their rows are acme's, and what the others have left. */
  @ParameterizedTest
  @CsvSource({
    "purge-orphans, nodes payloads, 4",
    "purge-self, categories items, 4",
    "purge-cycle, wr jr sr lookup, 4",
    "own-user, users memberships user_sessions, 3",
  })
  void onlyTheNeighboursRowsAreLeft(String name, String tables, int rows) throws Exception {
    try (SchemaCase one = SchemaCase.of(name)) {
      assertThat(one.blocking()).isEmpty();
      one.moved();
      Purged purged = one.purge();
      assertThat(purged.ending()).as(purged.sentence()).isEqualTo(Purged.Ending.PURGED);
      assertThat(purged.sentence()).contains("us_east, " + rows + " rows");
      for (String table : List.of(tables.split(" ", -1))) {
        assertThat(one.ask("us_west", "SELECT count(*) > 0 FROM " + table)).containsExactly("t");
        assertThat(one.ask("us_east", "SELECT count(*) FROM " + table))
            .as(table)
            .containsExactly("1");
      }
      assertThat(one.ask("us_east", "SELECT count(*) FROM _rehome.leaving")).containsExactly("0");
    }
  }

  /** What a predicate reads is known to the server alone, or to nobody. */
  @Test
  void whateverAPredicateReadsNothingOfTheTenantIsLeft() throws Exception {
    String sql =
        """
        CREATE TABLE "Odd Nodes" (id int PRIMARY KEY, tenant_id text NOT NULL, up int REFERENCES "Odd Nodes" DEFERRABLE INITIALLY DEFERRED);
        CREATE VIEW seen AS SELECT id AS node, tenant_id AS of FROM "Odd Nodes";
        CREATE FUNCTION owner(node int) RETURNS text LANGUAGE plpgsql STABLE
          AS 'BEGIN RETURN (SELECT tenant_id FROM public."Odd Nodes" WHERE id = node); END';
        CREATE TABLE by_view (id int PRIMARY KEY, node int NOT NULL);
        CREATE TABLE by_function (node int NOT NULL, text text);
        CREATE TABLE by_another (id int PRIMARY KEY, of_view int NOT NULL);
        CREATE TABLE by_itself (id int PRIMARY KEY, up int REFERENCES by_itself ON DELETE SET NULL, tenant text);
        INSERT INTO "Odd Nodes" VALUES (1, 'acme', 2), (2, 'acme', 3), (3, 'acme', 1), (4, 'globex', 4);
        INSERT INTO by_view VALUES (1, 1), (2, 2), (3, 4);
        INSERT INTO by_function VALUES (1, 'same'), (1, 'same'), (2, 'other'), (4, 'same');
        INSERT INTO by_another VALUES (1, 1), (2, 2), (3, 3);
        INSERT INTO by_itself VALUES (1, NULL, 'acme'), (2, 1, NULL), (3, 2, NULL), (4, NULL, 'globex')
        """;
    String predicates =
        """
        by_view: node IN (SELECT node FROM seen WHERE of = :tenant_id)
        by_function: owner(node) = :tenant_id
        by_another: of_view IN (SELECT v.id FROM by_view v JOIN seen ON seen.node = v.node WHERE seen.of = :tenant_id)
        by_itself: id IN (WITH RECURSIVE t AS (SELECT id FROM by_itself WHERE tenant = :tenant_id UNION SELECT c.id FROM by_itself c JOIN t ON c.up = t.id) SELECT id FROM t)
        """;
    try (SchemaCase one = new SchemaCase(sql, predicates, false, java.util.Map.of())) {
      one.moved();
      Purged purged = one.purge();
      assertThat(purged.ending()).as(purged.sentence()).isEqualTo(Purged.Ending.PURGED);
      for (String table :
          List.of("\"Odd Nodes\"", "by_view", "by_function", "by_another", "by_itself")) {
        assertThat(one.ask("us_east", "SELECT count(*) FROM " + table))
            .as(table)
            .containsExactly("1");
      }
    }
  }

  /** As the case {@code global-nofk} was when the move was still let through. */
  @Test
  void rowsOfEverybodyAreNotDeletedAndNamed() throws Exception {
    String sql = CaseFiles.sql("global-nofk").replace("(1,null,'admin'),(2,null,'viewer'),", "");
    try (SchemaCase one =
        new SchemaCase(sql, CaseFiles.predicates("global-nofk"), false, java.util.Map.of())) {
      one.moved();
      // a row that the fence does not know of
      one.run(
          "us_east",
          """
          BEGIN;
          SELECT set_config('rehome.admitted', txid_current()::text || ' x' || encode(convert_to('acme', 'UTF8'), 'hex') || ' ', true);
          UPDATE roles SET tenant_id = NULL WHERE id = 3;
          COMMIT
          """);
      Purged purged = one.purge();
      assertThat(purged.ending()).isEqualTo(Purged.Ending.REFUSED);
      assertThat(purged.findings())
          .singleElement()
          .extracting(dev.rehome.model.Finding::line)
          .asString()
          .contains("us_east public.roles: its predicate reaches rows for other tenants too")
          .contains("1 row, e.g. (3)");
      assertThat(one.ask("us_east", "SELECT count(*) FROM member_roles"))
          .as("nothing of acme's is deleted either")
          .containsExactly("4");
    }
  }

  /** No foreign key tells that a user of acme's has become globex's as well. */
  @Test
  void aRowThatANeighbourSharesSinceIsNotDeletedAndNamed() throws Exception {
    String sql = CaseFiles.sql("own-user").replace(" references users", "");
    try (SchemaCase one =
        new SchemaCase(sql, CaseFiles.predicates("own-user"), false, java.util.Map.of())) {
      one.moved();
      assertThat(one.write("us_east", "INSERT INTO memberships VALUES (9, 'globex', 1)")).isEmpty();
      Purged purged = one.purge();
      assertThat(purged.ending()).isEqualTo(Purged.Ending.REFUSED);
      assertThat(purged.findings()).hasSize(1);
      assertThat(purged.findings().get(0).line())
          .contains("us_east, each of 2: public.user_sessions, public.users");
      assertThat(one.write("us_east", "DELETE FROM memberships WHERE id = 9")).isEmpty();
      assertThat(one.purge().ending()).isEqualTo(Purged.Ending.PURGED);
      assertThat(one.ask("us_east", "SELECT id FROM users")).containsExactly("3");
    }
  }

  /**
   * The refusal outlives the purge where a column or a foreign key tells, and costs nobody else.
   */
  @Test
  void onceItIsPurgedTheTenantIsRefusedAndNeighboursMayTruncate() throws Exception {
    String sql =
        CaseFiles.sql("purge-orphans")
            + "create table files (id int primary key, node_id int not null references"
            + " nodes);create table by_prefix (name text primary key);create table only_acmes (id"
            + " int, tenant_id text) partition by list (id);create table only_acmes_1 partition of"
            + " only_acmes default;insert into files values (1,1),(3,3); insert into by_prefix"
            + " values ('acme/1'), ('globex/1');insert into only_acmes values (1, 'acme')";
    String predicates =
        CaseFiles.predicates("purge-orphans")
            + "files: node_id IN (SELECT id FROM nodes WHERE tenant_id = :tenant_id)\n"
            + "by_prefix: split_part(name, '/', 1) = :tenant_id\n";
    try (SchemaCase one = new SchemaCase(sql, predicates, false, java.util.Map.of())) {
      assertThat(one.plan().stream().map(dev.rehome.model.Finding::line))
          .filteredOn(line -> line.contains("once the source is purged"))
          .singleElement()
          .asString()
          .startsWith("postgres: us_east public.payloads: once the source is purged it takes");
      one.moved();
      assertThat(one.write("us_east", "TRUNCATE only_acmes")).isEqualTo("RH001");
      assertThat(one.purge().ending()).isEqualTo(Purged.Ending.PURGED);
      assertThat(one.write("us_east", "INSERT INTO nodes VALUES (9, 'acme', NULL)"))
          .isEqualTo("RH001");
      assertThat(one.write("us_east", "UPDATE nodes SET tenant_id = 'acme'")).isEqualTo("RH001");
      assertThat(one.write("us_east", "INSERT INTO files VALUES (9, 1)"))
          .as("what it refers to is gone")
          .isEqualTo("23503");
      assertThat(one.write("us_east", "INSERT INTO by_prefix VALUES ('acme/9')"))
          .as("the row alone tells")
          .isEqualTo("RH001");
      assertThat(one.write("us_east", "INSERT INTO only_acmes VALUES (9, 'acme')"))
          .isEqualTo("RH001");
      assertThat(one.write("us_east", "INSERT INTO payloads VALUES (9, 1, 'late')"))
          .as("nothing tells any more: plan has said so")
          .isEmpty();
      assertThat(one.write("us_east", "INSERT INTO nodes VALUES (9, 'globex', 3)")).isEmpty();
      assertThat(one.write("us_east", "TRUNCATE only_acmes")).isEmpty();
      assertThat(one.write("us_east", "TRUNCATE nodes CASCADE")).isEmpty();
      assertThat(
              one.ask(
                  "us_east",
                  "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE 'rehome%' AND"
                      + " NOT tgisinternal AND tgrelid::regclass::text IN ('nodes', 'files',"
                      + " 'payloads') ORDER BY 1, 2"))
          .containsExactly("nodes|rehome_guard_insert", "nodes|rehome_guard_update");
      assertThat(
              one.ask(
                  "us_east",
                  "SELECT alias, reach, bool_and(purged) FROM _rehome.guarded GROUP BY 1, 2 ORDER"
                      + " BY 1"))
          .as("what the guard keeps of it")
          .containsExactly("by_prefix|predicate|t", "nodes|column|t", "only_acmes|column|t");
      assertThat(one.purge().sentence()).contains("was purged before");
    }
  }
}
