package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CollisionsTest {
  /**
   * One kind of key.
   *
   * @param key a constraint of the table, or what follows CREATE UNIQUE INDEX ON it
   * @param ours acme's rows at the source; {@code theirs}: globex's at the target
   * @param found what is said of it; empty for nothing
   */
  private record Case(String key, String ours, String theirs, String found) {}

  private static final List<Case> CASES =
      List.of(
          new Case("PRIMARY KEY (id)", "(1, 'a')", "(2, 'a')", ""),
          new Case(
              "PRIMARY KEY (id)",
              "(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')",
              "(2, 'x'), (3, 'x'), (4, 'x'), (5, 'x'), (6, 'x')",
              "key c1_pkey: neighbours have values of it already that the tenant's rows have (4"
                  + " rows, e.g. (2), (3), (4)"),
          new Case("PRIMARY KEY (tenant_id, id)", "(1, 'a')", "(1, 'a')", ""),
          new Case("UNIQUE (code)", "(1, 'a')", "(2, 'a')", "(1 row, e.g. (a): SELECT * FROM"),
          new Case("UNIQUE (code)", "(1, NULL)", "(2, NULL)", ""),
          new Case(
              "UNIQUE NULLS NOT DISTINCT (id, code)", "(1, NULL)", "(1, NULL)", "e.g. (1, null)"),
          new Case(
              "UNIQUE (id, code)",
              "(1, 'it''s, \"q\" ? {')",
              "(1, 'it''s, \"q\" ? {')",
              "e.g. (1, it's, \"q\" ? {)"),
          new Case("UNIQUE (id, code)", "(1, 'a')", "(1, 'b')", ""),
          new Case(
              "EXCLUDE (id WITH =)",
              "(1, 'a')",
              "(1, 'b')",
              "c8_id_excl: neighbours have values of it"),
          new Case(
              "EXCLUDE USING gist (int4range(id, id + 3) WITH &&)",
              "(1, 'a')",
              "(3, 'b')",
              "e.g. ([1,4))"),
          new Case(
              "EXCLUDE USING gist (int4range(id, id + 3) WITH &&)", "(1, 'a')", "(4, 'b')", ""),
          new Case("(lower(code))", "(1, 'ABC')", "(2, 'aBc')", "e.g. (abc)"),
          new Case("((code || id))", "(1, 'a')", "(1, 'a')", "e.g. (a1)"),
          new Case("(code) WHERE id > 5", "(9, 'a')", "(8, 'a')", "e.g. (a)"),
          new Case("(code) WHERE id > 5", "(1, 'a')", "(8, 'a')", ""),
          new Case("(code) WHERE id > 5", "(9, 'a')", "(1, 'a')", ""),
          new Case("(code) INCLUDE (tenant_id)", "(1, 'a')", "(1, 'a')", "e.g. (a)"),
          new Case("(twice(id))", "(1, 'a')", "(1, 'b')", "e.g. (2)"),
          new Case("(code COLLATE blind)", "(1, 'A')", "(2, 'a')", "e.g. (A)"));

  private Consolidated cells;

  @BeforeEach
  void begin() throws Exception {
    cells = new Consolidated();
  }

  @AfterEach
  void end() {
    cells.close();
  }

  @Test
  void areToldOfEveryKindOfKeyAndOfNoOther() throws Exception {
    cells.onBoth(
        """
        CREATE FUNCTION twice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2 * $1';
        CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false)
        """);
    for (int i = 0; i < CASES.size(); i++) {
      make("c" + i, CASES.get(i));
    }
    List<String> before = cells.cells.catalog();
    List<Finding> found = cells.find();
    assertThat(cells.cells.catalog()).as("the target's catalog").isEqualTo(before);
    Map<String, String> byTable = new TreeMap<>();
    found.forEach(
        finding -> byTable.put(finding.subject().replaceAll(", key .*", ""), finding.line()));
    for (int i = 0; i < CASES.size(); i++) {
      String line = byTable.getOrDefault("us_west public.c" + i, "");
      assertThat(line).as("%s", CASES.get(i)).contains(CASES.get(i).found);
      assertThat(line.isEmpty())
          .as("%s: %s", CASES.get(i), line)
          .isEqualTo(CASES.get(i).found.isEmpty());
    }
    assertThat(found).allMatch(Finding::blocks);
  }

  private void make(String table, Case of) throws Exception {
    boolean index = of.key.startsWith("(");
    cells.onBoth(
        "CREATE TABLE %s (tenant_id text NOT NULL, id int, code text %s)"
            .formatted(table, index ? "" : ", " + of.key));
    if (index) {
      cells.onBoth("CREATE UNIQUE INDEX ON %s %s".formatted(table, of.key));
    }
    String insert =
        "INSERT INTO "
            + table
            + " (tenant_id, id, code) SELECT '%s', id, code::text FROM (VALUES %s) AS v (id, code)";
    cells.onSource(insert.formatted("acme", of.ours));
    cells.onTarget(insert.formatted("globex", of.theirs));
  }

  @Test
  void areCountedOverAllBatchesOfALargeTable() throws Exception {
    cells.onBoth("CREATE TABLE t (tenant_id text NOT NULL, id uuid PRIMARY KEY)");
    cells.onSource(
        "INSERT INTO t SELECT 'acme', md5(n::text)::uuid FROM generate_series(1, 5500) n");
    cells.onTarget(
        "INSERT INTO t SELECT 'globex', md5(n::text)::uuid FROM generate_series(5400, 6000) n");
    cells.blocks("key t_pkey", "(101 rows, e.g. ");
  }

  @Test
  void ofAPartitionAloneCannotBeCompared() throws Exception {
    cells.onBoth(
        """
        CREATE TABLE t (tenant_id text NOT NULL, id int, code text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
        CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
        CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
        CREATE UNIQUE INDEX own ON t2 (code)
        """);
    cells.onSource("INSERT INTO t VALUES ('acme', 3, 'a'), ('acme', 13, 'b')");
    cells.onTarget("INSERT INTO t VALUES ('globex', 13, 'c')");
    cells.blocks("key t_pkey", "(1 row, e.g. (13): SELECT");
    assertThat(cells.find())
        .filteredOn(finding -> !finding.blocks())
        .extracting(Finding::line)
        .anySatisfy(
            line -> assertThat(line).contains("key own: whether neighbours have values of it"));
  }
}
