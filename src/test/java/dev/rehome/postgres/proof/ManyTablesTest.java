package dev.rehome.postgres.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.PlannedCheck;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import org.junit.jupiter.api.Test;

/** Small tables are proven together, and each by itself. */
class ManyTablesTest {
  private static final int TABLES = 138;

  @Test
  void aFaultInAnyOneOfManyTablesIsNamedAndNoOther() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW)) {
      two.onSource(
          """
          DO $$ BEGIN FOR n IN 1..%d LOOP EXECUTE format(
            'CREATE TABLE t%%s (id int PRIMARY KEY, tenant_id text, note text)', n); END LOOP; END $$;
          INSERT INTO t7 VALUES (1, 'acme', 'a'), (2, 'other', 'b')
          """
              .formatted(TABLES));
      Plan plan = two.copyAll();
      assertThat(plan.checks().stream().map(PlannedCheck::batch).distinct().count())
          .isLessThan(TABLES / 20);
      two.plant("INSERT INTO t138 VALUES (1, 'acme', 'x'); UPDATE t7 SET note = 'A'");
      assertThat(two.failing(plan))
          .containsExactlyInAnyOrder(
              "digest shop.t7", "rows shop.t138", "digest shop.t138", "keys shop.t138");
    }
  }

  /** Seen by {@code failing}, which compares with each check made alone. */
  @Test
  void keysOfAnyTextAreDigestedAsTheyAreStreamed() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA)) {
      two.onSource(
          """
          CREATE TABLE words (word text, bytes bytea, "B ""b" numeric, PRIMARY KEY ("B ""b", word, bytes));
          INSERT INTO words SELECT w, b, n
            FROM unnest(ARRAY[E'a\\tb', E'\\\\', E'\\\\\\\\t', E'\\n', E'\\r\\b\\f\\x0bv', '', ' ', 'ä', '\\N', '{?}']) w,
              unnest(ARRAY['\\x', '\\x5c09', 'abc']::bytea[]) b, unnest('{1,1.50,-0}'::numeric[]) n
          """);
      Plan plan = two.copyAll();
      assertThat(two.failing(plan)).isEmpty();
      two.plant("UPDATE words SET word = E'a b' WHERE word = E'a\\tb'");
      assertThat(two.failing(plan))
          .containsExactlyInAnyOrder("keys shop.words", "digest shop.words");
    }
  }
}
